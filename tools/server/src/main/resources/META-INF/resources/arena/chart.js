/** Round trips, gaps and corrections of the last seconds, as a strip that runs to the left. */

const SECONDS = 12;
const SAMPLES = 240;

/** The strip shows round trips of up to so much, or as much as there is. */
const LEAST_TOP_MS = 80;

export class Chart {
  #canvas;
  #samples = [];
  #marks = [];

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
  }

  /**
   * @param {number} nowMs
   * @param {number} roundTripMs
   * @param {number} jitterMs
   */
  sample(nowMs, roundTripMs, jitterMs) {
    this.#samples.push({ atMs: nowMs, roundTripMs, jitterMs });
    if (this.#samples.length > SAMPLES) this.#samples.shift();
  }

  /** Something happened: `correction`, `lost` or `missed`. */
  mark(nowMs, kind) {
    this.#marks.push({ atMs: nowMs, kind });
    this.#marks = this.#marks.filter((mark) => mark.atMs > nowMs - SECONDS * 1000);
  }

  /** @param {number} nowMs @param {Record<string, string>} colours */
  draw(nowMs, colours) {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.round(this.#canvas.clientWidth * ratio);
    const height = Math.round(this.#canvas.clientHeight * ratio);
    if (width === 0 || height === 0) return;
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    const context = this.#canvas.getContext('2d');
    context.clearRect(0, 0, width, height);
    const x = (atMs) => width * (1 - (nowMs - atMs) / (SECONDS * 1000));
    for (const { atMs, kind } of this.#marks) {
      context.fillStyle = colours[kind];
      const tall = kind === 'correction' ? height : height * 0.3;
      context.fillRect(x(atMs), height - tall, Math.max(1, ratio), tall);
    }
    const top = Math.max(LEAST_TOP_MS, ...this.#samples.map(({ roundTripMs, jitterMs }) => roundTripMs + jitterMs)) * 1.15;
    const y = (ms) => height - (ms / top) * height;
    context.strokeStyle = colours.line;
    context.lineWidth = 1.5 * ratio;
    context.beginPath();
    this.#samples.forEach(({ atMs, roundTripMs }, i) => context[i === 0 ? 'moveTo' : 'lineTo'](x(atMs), y(roundTripMs)));
    context.stroke();
    context.globalAlpha = 0.18;
    context.fillStyle = colours.line;
    context.beginPath();
    this.#samples.forEach(({ atMs, roundTripMs, jitterMs }) => context.lineTo(x(atMs), y(roundTripMs + jitterMs)));
    [...this.#samples].reverse().forEach(({ atMs, roundTripMs, jitterMs }) => context.lineTo(x(atMs), y(roundTripMs - jitterMs)));
    context.fill();
    context.globalAlpha = 1;
    context.fillStyle = colours.text;
    context.font = `${10 * ratio}px ui-monospace, monospace`;
    context.fillText(`${Math.round(top)} ms`, 4 * ratio, 11 * ratio);
  }
}
