import { Chart } from './chart.js';
import { element } from './hud.js';

/** The chart moves so often. */
const CHART_MS = 50;

const COLOURS = { line: '#5eead4', text: '#8491a3', correction: '#f87171', lost: '#fbbf24', missed: '#a78bfa' };

/** By name: the property of the network that a slider sets. */
const SLIDERS = { latency: 'latencyMs', jitter: 'jitterMs', loss: 'lossPercent' };

const UNITS = { latency: 'ms', jitter: 'ms', loss: '%' };

/** Switches by name, and the keys that turn them. */
const KEYS = { KeyP: 'prediction', KeyI: 'interpolation', KeyF: 'fog', KeyG: 'ghost' };

/**
 * Where a developer makes the network worse and switches off, one by one, what hides that; and what is measured meanwhile.
 * Everything can stand in the address too: `?latency=150&jitter=30&loss=5&prediction=0&interpolation=0&fog=0`.
 */
export class Lab {
  #client;
  #network;
  #chart = new Chart(/** @type {HTMLCanvasElement} */ (document.getElementById('lab-chart')));
  #cells = new Map();
  #before = null;
  #chartMs = 0;

  /** Whether the place where the server has the own fighter is drawn as well. */
  showsGhost = false;

  /**
   * @param {import('/client/client.js').RingsideClient} client
   * @param {import('./network.js').WorseNetwork} network
   */
  constructor(client, network) {
    this.#client = client;
    this.#network = network;
    const query = new URLSearchParams(window.location.search);
    for (const name in SLIDERS) {
      const slider = input(name);
      const asked = Number.parseFloat(query.get(name) ?? '');
      if (Number.isFinite(asked)) slider.value = String(asked);
      slider.addEventListener('input', () => this.#slide(name, true));
      // Keys steer the fighter again, not the slider.
      slider.addEventListener('change', () => slider.blur());
      this.#slide(name, false);
    }
    for (const name of Object.values(KEYS)) {
      const box = input(name);
      if (query.has(name)) box.checked = query.get(name) !== '0';
      box.addEventListener('change', () => {
        box.blur();
        this.#turn(name, true);
      });
      this.#turn(name, false);
    }
    const root = document.getElementById('lab');
    document.getElementById('lab-toggle').addEventListener('click', (event) => {
      this.isOpen = !this.isOpen;
      event.currentTarget.blur();
    });
    this.isOpen = query.has('lab') ? query.get('lab') !== '0' : isRoomy() && window.innerHeight >= 560;
    for (const type of ['pointerdown', 'keydown']) root.addEventListener(type, (event) => event.stopPropagation());
  }

  get isOpen() {
    return document.getElementById('lab').classList.contains('open');
  }

  set isOpen(isOpen) {
    document.getElementById('lab').classList.toggle('open', isOpen);
    document.getElementById('lab-toggle').setAttribute('aria-expanded', String(isOpen));
  }

  /** Turns a switch by its key; false for any other key. */
  key(code) {
    if (code === 'KeyN') {
      this.isOpen = !this.isOpen;
      return true;
    }
    const name = KEYS[code];
    if (!name || input(name).disabled) return false;
    input(name).checked = !input(name).checked;
    this.#turn(name, true);
    return true;
  }

  /** Called for each view: what went wrong since the last one is marked. */
  onView(nowMs) {
    const { lostViews, missedFrames, corrections } = this.#client.stats();
    const before = this.#before ?? { lostViews, missedFrames, corrections };
    if (corrections > before.corrections) this.#chart.mark(nowMs, 'correction');
    if (lostViews > before.lostViews && !this.#client.isSpectator) this.#chart.mark(nowMs, 'lost');
    if (missedFrames > before.missedFrames) this.#chart.mark(nowMs, 'missed');
    this.#before = { lostViews, missedFrames, corrections };
  }

  /** @param {number} nowMs with every picture */
  draw(nowMs) {
    if (!this.isOpen || nowMs - this.#chartMs < CHART_MS) return;
    this.#chartMs = nowMs;
    const { newestRoundTripMs, jitterMs } = this.#client.stats();
    this.#chart.sample(nowMs, newestRoundTripMs, jitterMs);
    this.#chart.draw(nowMs, COLOURS);
  }

  /**
   * @param {object} stats of the client
   * @param {number} fps
   * @param {boolean} hasFog whether the match hides anything
   */
  update(stats, fps, hasFog) {
    const { isSpectator } = this.#client;
    this.#offer(hasFog, isSpectator);
    const rate = (bytes) => `${(bytes / 1000).toFixed(1)} kB/s`;
    const percent = (part) => `${(part * 100).toFixed(1)} %`;
    // Who watches is sent fewer views than there are frames, and sends no inputs.
    const playing = (value) => (isSpectator ? '–' : value());
    this.#lines([
      ['round trip', `${stats.roundTripMs.toFixed(0)} ms`],
      ['jitter', `${stats.jitterMs.toFixed(1)} ms`, stats.jitterMs > 20],
      ['views', `${stats.viewsPerSecond}/s`, !isSpectator && stats.viewsPerSecond < stats.hz * 0.9],
      ['views missed', playing(() => percent(stats.viewLoss)), !isSpectator && stats.viewLoss > 0.02],
      ['no input', playing(() => percent(stats.inputLoss)), !isSpectator && stats.inputLoss > 0.02],
      ['input wait', playing(() => (stats.averageDepth < 0 ? 'late' : `${stats.averageDepth.toFixed(1)} frames`)),
        !isSpectator && stats.averageDepth < 0],
      ['input speed', playing(() => `× ${stats.inputSpeed.toFixed(3)}`)],
      ['you ahead', playing(() => (this.#client.prediction.isOn ? `${stats.predictedFrames} frames` : 'off'))],
      ['others back', this.#client.interpolates ? `${stats.viewDelayFrames.toFixed(1)} frames` : 'off'],
      ['corrections', playing(() => String(stats.corrections))],
      ['last error', playing(() => `${(stats.lastError * 100).toFixed(1)} cm`)],
      ['in', rate(stats.bytesInPerSecond)],
      ['out', rate(stats.bytesOutPerSecond)],
      ['frame', String(stats.frame)],
      ['fps', fps.toFixed(0)],
    ]);
    document.getElementById('lab-brief').textContent =
      `${stats.roundTripMs.toFixed(0)} ms · ${isSpectator ? '' : `${percent(stats.viewLoss)} missed · `}${fps.toFixed(0)} fps`;
  }

  /** Switches that change nothing here are not offered, and say why. */
  #offer(hasFog, isSpectator) {
    for (const name of Object.values(KEYS)) {
      const box = input(name);
      const label = box.closest('label');
      const isRefused = name === 'fog' && this.#client.sight === 'refused';
      const isNone = name === 'fog' && !hasFog;
      const isOwn = isSpectator && name !== 'interpolation';
      if (isRefused) box.checked = true;
      box.disabled = isRefused || isNone || isOwn;
      label.title = isOwn ? 'Only for who plays.'
        : isRefused ? 'Only a server in development shows what fog hides.'
          : isNone ? 'This match has no fog.' : label.dataset.title;
    }
  }

  #lines(lines) {
    for (const [name, value, isWarning] of lines) {
      let cell = this.#cells.get(name);
      if (!cell) {
        cell = element('dd');
        cell.dataset.stat = name;
        this.#cells.set(name, cell);
        document.getElementById('stats').append(element('div', {}, [element('dt', { textContent: name }), cell]));
      }
      if (cell.textContent !== value) cell.textContent = value;
      cell.classList.toggle('warn', isWarning === true);
    }
  }

  #slide(name, isAsked) {
    const slider = input(name);
    const value = Number(slider.value);
    this.#network[SLIDERS[name]] = value;
    document.getElementById(`${name}-value`).textContent = `${name === 'jitter' ? '± ' : name === 'latency' ? '+ ' : ''}${value} ${UNITS[name]}`;
    slider.style.setProperty('--part', `${((value - Number(slider.min)) / (Number(slider.max) - Number(slider.min))) * 100}%`);
    if (isAsked) remember(name, value === 0 ? null : String(value));
  }

  #turn(name, isAsked) {
    const isOn = input(name).checked;
    if (name === 'prediction') this.#client.prediction.isOn = isOn;
    else if (name === 'interpolation') this.#client.interpolates = isOn;
    else if (name === 'ghost') this.showsGhost = isOn;
    else if (isAsked || !isOn) this.#client.showEverything(!isOn);
    if (isAsked) remember(name, isOn === input(name).defaultChecked ? null : isOn ? '1' : '0');
  }
}

/** Whether the stage leaves room for the fighter beside the panel. */
export const isRoomy = () => document.getElementById('stage').clientWidth >= 900;

/** Keeps a setting in the address, so that a reload or a colleague has the same. */
function remember(name, value) {
  const address = new URL(window.location.href);
  if (value === null) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  window.history.replaceState(null, '', address);
}

/** @returns {HTMLInputElement} */
const input = (name) => /** @type {HTMLInputElement} */ (document.getElementById(`lab-${name}`));
