// The whole recording on one line: marks, where the hashes stand, and where one is. To be dragged.

import { FONT, clipped, fitted, gutter } from './canvas.js';
import { byId, count, time } from './format.js';
import { GROUPS } from './marks.js';

const ROW = 15;
const TOP = 3;
const PROOF = 8;
const LABELS = { effect: 'effects', event: 'events', refused: 'refused' };

/** Marks this near, in pixels, are told when one points there. */
const NEAR = 3;

export class Timeline {
  #root = byId('timeline');
  #canvas = this.#root.querySelector('canvas');
  #hover = byId('hover');
  #marks;
  #info;
  #proof = null;

  /**
   * @param {any} info of the recording
   * @param {import('./marks.js').Marks} marks
   * @param {(frame: number) => void} onSeek
   */
  constructor(info, marks, onSeek) {
    this.#info = info;
    this.#marks = marks;
    const root = this.#root;
    root.setAttribute('aria-valuemin', info.firstFrame);
    root.setAttribute('aria-valuemax', info.lastFrame);
    const seek = (event) => onSeek(this.#frameAt(event.clientX));
    root.addEventListener('pointerdown', (event) => {
      root.setPointerCapture(event.pointerId);
      seek(event);
    });
    root.addEventListener('pointermove', (event) => {
      if (root.hasPointerCapture(event.pointerId)) seek(event);
      this.#tell(event.clientX);
    });
    root.addEventListener('pointerleave', () => { this.#hover.hidden = true; });
  }

  /** @param {any} answer of the survey */
  set proof(answer) {
    this.#proof = answer;
  }

  /** Where the frames lie, in pixels: measured once a picture, for there may be many marks. */
  #left = 0;
  #width = 1;

  #measure() {
    this.#left = gutter();
    this.#width = this.#root.clientWidth;
  }

  get #span() {
    return Math.max(1, this.#info.lastFrame - this.#info.firstFrame);
  }

  #x(frame) {
    return this.#left + ((frame - this.#info.firstFrame) / this.#span) * (this.#width - this.#left - 1);
  }

  #frameAt(clientX) {
    this.#measure();
    const left = this.#left;
    const part = (clientX - this.#root.getBoundingClientRect().left - left) / (this.#width - left - 1);
    return this.#info.firstFrame + Math.round(Math.max(0, Math.min(1, part)) * this.#span);
  }

  #tell(clientX) {
    const frame = this.#frameAt(clientX);
    const near = Math.ceil((NEAR * this.#span) / this.#width);
    const marks = this.#marks.between(frame - near, frame + near).map((one) => `${one.kind.name}${one.count > 1 ? ` ×${one.count}` : ''}`);
    for (const { frame: at, text } of this.#marks.bookmarks) if (Math.abs(at - frame) <= near) marks.push(`“${text}”`);
    this.#hover.hidden = false;
    this.#hover.textContent = [`${time(frame, this.#info.hz)}  frame ${count(frame)}`, ...marks].join('  ·  ');
    const half = this.#hover.offsetWidth / 2;
    this.#hover.style.left = `${Math.max(half, Math.min(this.#width - half, this.#x(frame)))}px`;
  }

  draw(frame) {
    const root = this.#root;
    root.setAttribute('aria-valuenow', Math.round(frame));
    root.setAttribute('aria-valuetext', `frame ${Math.round(frame)}, ${time(Math.round(frame), this.#info.hz)}`);
    this.#measure();
    const left = this.#left;
    const width = this.#width;
    const height = root.clientHeight;
    const context = fitted(this.#canvas, width, height);
    context.font = FONT;
    context.textBaseline = 'middle';
    GROUPS.forEach((group, row) => {
      const y = TOP + row * (ROW + 1);
      context.fillStyle = '#10161f';
      context.fillRect(left, y, width - left, ROW);
      context.fillStyle = '#8e9bad';
      clipped(context, LABELS[group], 0, y + ROW / 2, left - 8);
    });
    this.#drawMarks(context);
    this.#drawProof(context, left, width, height);
    const x = Math.round(this.#x(frame));
    context.fillStyle = 'rgb(94 234 212 / 14%)';
    context.fillRect(left, TOP, x - left, height - PROOF - TOP - 1);
    context.fillStyle = '#5eead4';
    context.fillRect(x - 1, 0, 2, height);
    context.beginPath();
    context.moveTo(x - 5, 0);
    context.lineTo(x + 5, 0);
    context.lineTo(x, 6);
    context.fill();
  }

  #drawMarks(context) {
    for (const kind of this.#marks.kinds) {
      if (!kind.isShown) continue;
      const y = TOP + GROUPS.indexOf(kind.group) * (ROW + 1) + 1;
      context.fillStyle = kind.colour;
      let last = -1;
      for (const frame of kind.frames) {
        const x = Math.round(this.#x(frame));
        if (x !== last) context.fillRect(x, y, 2, ROW - 2);
        last = x;
      }
    }
  }

  #drawProof(context, left, width, height) {
    const y = height - PROOF;
    context.fillStyle = '#8e9bad';
    clipped(context, 'hashes', 0, y + PROOF / 2, left - 8);
    context.fillStyle = '#273140';
    context.fillRect(left, y, width - left, PROOF);
    const proof = this.#proof;
    if (!proof) return;
    const { firstFrame } = this.#info;
    const good = proof.divergence ? proof.divergence.frame : proof.comparedTo + 1;
    context.fillStyle = '#3aa868';
    if (good > firstFrame) context.fillRect(left, y, this.#x(good - 1) - left + 1, PROOF);
    context.fillStyle = '#66748a';
    for (const [from, to] of proof.unhashed) context.fillRect(this.#x(from), y, Math.max(1, this.#x(to) - this.#x(from)), PROOF);
    if (proof.divergence) {
      context.fillStyle = '#f87171';
      context.fillRect(this.#x(good), y, Math.max(2, this.#x(proof.comparedTo) - this.#x(good)), PROOF);
    }
  }
}
