/**
 * The inputs of a player that the server has still to consume, and which of them it will take for a frame: the rules of
 * io/PROTOCOL.md, "What the server does with a target frame".
 */

/** Inputs kept; more than the server is ever behind. */
const MOST_INPUTS = 128;

/** A frame without an input repeats the last one for so long. */
const REPEAT_MS = 250;

/**
 * @typedef {object} MadeInput
 * @property {number} seq
 * @property {number} frame target
 * @property {Record<string, any>} values raw, by the layout's input
 */
export class InputLine {
  #type;
  #repeatFrames;

  /** Not consumed yet, the oldest first. @type {MadeInput[]} */
  #waiting = [];

  /** The last that was consumed. @type {MadeInput | null} */
  #consumed = null;

  /** The frame that the view shows which says so. */
  #shownFrame = -1;

  /** By so many frames the server consumes inputs before their target. */
  #shift = 0;

  /**
   * @param {import('./layout.js').RecordType} type
   * @param {number} hz
   */
  constructor(type, hz) {
    this.#type = type;
    this.#repeatFrames = Math.floor((REPEAT_MS * hz) / 1000);
  }

  /** The frame for which an input will count, if it comes in time. @param {MadeInput} input */
  frameOf(input) {
    return input.frame - this.#shift;
  }

  /** @param {MadeInput} input */
  add(input) {
    this.#waiting.push(input);
    if (this.#waiting.length > MOST_INPUTS) this.#waiting.shift();
  }

  /** The server will not take it. @param {number} seq */
  refused(seq) {
    this.#waiting = this.#waiting.filter((input) => input.seq !== seq);
  }

  /**
   * A view shows which input was the last to be consumed.
   *
   * @param {number} frame
   * @param {number} lastSeq
   */
  shown(frame, lastSeq) {
    const consumed = this.#waiting.filter((input) => input.seq <= lastSeq).at(-1);
    if (consumed) {
      this.#consumed = consumed;
      this.#shift = Math.max(0, consumed.frame - frame);
      this.#waiting = this.#waiting.filter((input) => input.seq > lastSeq);
    } else if (frame > this.#shownFrame) {
      // A frame without an input puts the others back by one.
      this.#shift = Math.max(0, this.#shift - 1);
    }
    this.#shownFrame = frame;
  }

  /**
   * What the server will take for a frame after the one that was shown last: the input for it, merged with those that
   * come too late for their own; or what a frame without one has.
   *
   * @param {number} frame
   * @returns {{seq: number, values: Record<string, any>}}
   */
  at(frame) {
    const isNext = frame === this.#shownFrame + 1;
    const due = this.#waiting.filter((input) => (isNext ? this.frameOf(input) <= frame : this.frameOf(input) === frame));
    if (due.length > 0) {
      return { seq: due.at(-1).seq, values: due.map((input) => input.values).reduce((a, b) => this.#merged(a, b)) };
    }
    const before = this.#waiting.filter((input) => this.frameOf(input) < frame).at(-1) ?? this.#consumed;
    return { seq: before?.seq ?? 0, values: this.#missing(before, frame) };
  }

  #merged(earlier, later) {
    const values = { ...later };
    for (const { name, merge, type, min, max } of this.#type.columns) {
      if (merge === 'or') values[name] = type === 'bool' ? earlier[name] || later[name] : earlier[name] | later[name];
      else if (merge !== 'latest') values[name] = Math.max(min, Math.min(max, earlier[name] + later[name]));
    }
    return values;
  }

  #missing(before, frame) {
    const repeats = before && frame - this.frameOf(before) <= this.#repeatFrames;
    const values = {};
    for (const column of this.#type.columns) {
      values[column.name] = repeats && column.missing !== 'zero' ? before.values[column.name] : zero(column);
    }
    return values;
  }
}

function zero(column) {
  if (column.type === 'bool') return false;
  if (column.type === 'bytes') return column.isText ? '' : column.blank();
  if (column.isBig) return column.min > 0n ? column.min : column.max < 0n ? column.max : 0n;
  return Math.max(column.min, Math.min(column.max, 0));
}
