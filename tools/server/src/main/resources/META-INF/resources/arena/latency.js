import { element } from './hud.js';

/** The server has something new so often at most. */
const ASK_MS = 1000;

/** Marks on the way of an input, each from the moment its bytes were received. */
const WAY = [
  ['claim', 'in the ring'],
  ['journalled', 'journalled'],
  ['safe', 'safe'],
  ['applied', 'applied'],
  ['frameEnd', 'frame computed'],
  ['encoded', 'view encoded'],
  ['inputToView', 'view sent'],
];

const FRAME = [
  ['frameLateness', 'began late by'],
  ['frame', 'work'],
  ['frameInputs', 'inputs'],
  ['frameStep', 'game step'],
  ['frameHash', 'hash'],
  ['frameCopy', 'copy'],
];

const MACHINE = [
  ['hiccup', 'hiccup'],
  ['gcPause', 'collector'],
  ['safepoint', 'to safepoint'],
];

const COUNTS = [
  ['inputDepth', 'inputs waiting'],
  ['ringDepth', 'ring, blocks'],
  ['batchEvents', 'events a record'],
];

/** What the server measures of itself, of the engine that runs the match on this page: the last interval, and a minute of them. */
export class Latency {
  #client;
  #root = document.getElementById('latency');
  #body = document.getElementById('latency-body');
  #timer = 0;
  #rows = new Map();
  #slow = element('ol', { className: 'slow' }, []);
  #note = element('p', { className: 'note' }, []);

  /** @param {import('/client/client.js').RingsideClient} client */
  constructor(client) {
    this.#client = client;
    for (const [title, stages, isCount] of [['Way of an input, since received', WAY], ['A frame', FRAME], ['Machine and JVM', MACHINE],
      ['How many', COUNTS, true]]) {
      const rows = stages.map(([tag, name]) => this.#row(tag, name, isCount === true));
      this.#body.append(element('table', {}, [
        element('thead', {}, [element('tr', {}, [title, 'p50', 'p99', 'max', '1 min, p99'].map((textContent) => element('th', { textContent })))]),
        element('tbody', {}, rows),
      ]));
    }
    this.#body.append(element('h3', { textContent: 'Frames over their budget' }), this.#slow, this.#note);
    document.getElementById('latency-close').addEventListener('click', () => { this.isOpen = false; });
    for (const type of ['pointerdown', 'keydown']) this.#root.addEventListener(type, (event) => event.stopPropagation());
    if (new URLSearchParams(window.location.search).get('timing') === '1') this.isOpen = true;
  }

  get isOpen() {
    return !this.#root.hidden;
  }

  set isOpen(isOpen) {
    this.#root.hidden = !isOpen;
    clearTimeout(this.#timer);
    if (isOpen) this.#ask();
  }

  #row(tag, name, isCount) {
    const cells = ['p50', 'p99', 'max'].map(() => element('td', { className: 'number' }));
    const bar = element('i', {});
    const spark = element('canvas', { width: 120, height: 26 });
    const row = element('tr', {}, [element('th', { textContent: name }), ...cells, element('td', { className: 'spark' }, [spark])]);
    row.querySelector('th').append(bar);
    row.dataset.stage = tag;
    this.#rows.set(tag, { row, cells, bar, spark, isCount });
    return row;
  }

  async #ask() {
    try {
      const answer = await fetch('/latency.json', { cache: 'no-store' });
      if (!this.isOpen) return;
      if (answer.ok) this.#show(await answer.json());
      else this.#say('This server shows its latency in development only: see /metrics of its admin port, and latency show.');
    } catch {
      this.#say('No answer from the server.');
    }
    if (this.isOpen) this.#timer = setTimeout(() => this.#ask(), ASK_MS);
  }

  #say(text) {
    this.#note.textContent = text;
  }

  #show(page) {
    const engines = page.engines ?? [];
    const match = this.#client.welcome?.match ?? 1;
    const stages = engines[(match - 1) % Math.max(1, engines.length)];
    if (!stages) {
      this.#say('The first interval is not over yet.');
      return;
    }
    const machine = engines[0];
    const whole = Math.max(1, last(stages.inputToView), last(stages.frameEnd));
    for (const [tag, line] of this.#rows) {
      const stage = MACHINE.some(([each]) => each === tag) ? machine[tag] : stages[tag];
      if (!stage) continue;
      const shown = line.isCount ? String : duration;
      [stage.p50, last(stage), stage.max].forEach((value, i) => {
        line.cells[i].textContent = value < 0 ? '–' : shown(value);
      });
      line.row.classList.toggle('idle', stage.count === 0);
      if (WAY.some(([each]) => each === tag)) {
        line.bar.style.setProperty('--p50', `${(100 * Math.max(0, stage.p50)) / whole}%`);
        line.bar.style.setProperty('--p99', `${(100 * Math.max(0, last(stage))) / whole}%`);
      }
      draw(line.spark, stage.p99);
    }
    this.#slow.replaceChildren(...[...page.slowFrames].reverse().map((frame) => element('li', {
      textContent: `${new Date(frame.atMs).toLocaleTimeString()}  frame ${frame.frame}: ${duration(frame.totalNs)}`
        + ` (late ${duration(Math.max(0, frame.latenessNs))}, step ${duration(frame.stepNs)}`
        + `${frame.hiccups.length ? `, hiccup ${duration(Math.max(...frame.hiccups.map((one) => one.lengthNs)))}` : ''})`,
    })));
    this.#say(`${page.slowFrames.length ? '' : 'None. '}The last ${page.intervalMs / 1000} s; every value is in the logs: latency show DIR.`);
    this.#root.dataset.atMs = String(page.atMs);
  }
}

const last = (stage) => stage?.p99?.[stage.p99.length - 1] ?? -1;

/** Nanoseconds for people. */
function duration(ns) {
  if (ns < 1e3) return `${ns} ns`;
  if (ns < 1e6) return `${digits(ns / 1e3)} µs`;
  return ns < 1e9 ? `${digits(ns / 1e6)} ms` : `${digits(ns / 1e9)} s`;
}

const digits = (value) => value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);

/** A minute of values to the left of now, from nothing to their largest. */
function draw(canvas, values) {
  const context = canvas.getContext('2d');
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  const top = Math.max(1, ...values) * 1.1;
  context.fillStyle = '#5eead4';
  values.forEach((value, i) => {
    if (value < 0) return;
    const tall = Math.max(1, (height * value) / top);
    context.fillRect(width - 2 * (values.length - i), height - tall, 1.5, tall);
  });
}
