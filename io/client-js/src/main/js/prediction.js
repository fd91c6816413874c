import { readable } from './game.js';
import { InputLine } from './input-line.js';
import { turned } from './interpolation.js';
import { PredictedEffects } from './predicted-effects.js';
import { World } from './world.js';

/** Frames that are computed ahead of the newest view; beyond that the own row waits for the server. */
const MOST_AHEAD = 64;

/** A drawn error is this much smaller after this time: it glides away within a quarter of a second. */
const SMOOTH_MS = 70;

/** Less than this, in the column's own unit, is not drawn any more. */
const NO_ERROR = 0.0005;

/**
 * @typedef {object} Predicted what a game tells of its own row
 * @property {string} table whose row the own seat owns
 * @property {(own: import('./world.js').RawRow, world: World, input: Record<string, any>) => void} predict advances the row
 *     by one frame, in place, with raw values; the twin of `Game.predict`. It must lead to the same values whenever it is
 *     given the same
 * @property {string[]} [linear] columns that are drawn between two frames and whose corrections are smoothed
 * @property {Record<string, number>} [turning] columns that turn, with what a whole turn is
 * @property {number} [snapBeyond] the largest correction that is smoothed, in the linear columns' unit; absent: all are
 */

/**
 * Shows the own player at once what the server will only say a round trip later. With every input that is made the own row
 * is computed one frame on; with every view it is set back to what the server says, and the inputs that the server has
 * still to consume are applied again. Where that leads elsewhere, the drawn error glides away.
 *
 * ```
 * frame    F (newest view)  F+1   F+2   …   the newest input's
 * row      the server's     predicted, one input after the other
 * ```
 */
export class Prediction {
  /** Whether the own row is computed ahead at all; may be switched while playing. */
  isOn = true;

  /** Views that showed another row than was predicted for their frame, and how far off the last one was. */
  corrections = 0;
  lastError = 0;
  /** Corrections that were too large to be smoothed. */
  snaps = 0;
  /** Frames that were shown as predicted. */
  confirmed = 0;

  #what;
  #table;
  #welcome;
  #world;
  #inputs;
  #effects;

  /** The own row as the newest view has it. @type {{frame: number, id: number, since: number, row: import('./world.js').RawRow} | null} */
  #base = null;

  /** The row of each frame after it. @type {import('./world.js').RawRow[]} */
  #ahead = [];

  /** What is drawn lies this much off what is predicted. */
  #offset = {};
  #offsetMs = 0;

  /**
   * @param {Predicted} what
   * @param {(effect: import('./client.js').Effect) => void} onEffect takes what is predicted to happen
   */
  constructor(what, onEffect) {
    this.#what = { linear: [], turning: {}, snapBeyond: Infinity, ...what };
    this.#effects = new PredictedEffects(onEffect);
  }

  /** A seat, or the same seat over a new connection: nothing is known of its row. */
  begin(game, welcome, pending) {
    this.#table = game.layout.table(this.#what.table);
    this.#welcome = welcome;
    this.#world = new World(game, welcome, (name, fields) => this.#effects.emit(name, fields));
    this.#inputs = new InputLine(game.layout.input, welcome.hz);
    for (const input of pending) this.#inputs.add(input);
    this.#effects.begin();
    this.#base = null;
    this.#ahead = [];
    this.#offset = {};
  }

  /** The newest frame that is known or computed, or -1. */
  get frame() {
    return this.#base === null ? -1 : this.#base.frame + this.#ahead.length;
  }

  /** Frames between the newest view and the newest input. */
  get framesAhead() {
    return this.#ahead.length;
  }

  get effects() {
    return this.#effects;
  }

  /** Whether there is a row to show. */
  get isKnown() {
    return this.isOn && this.#base !== null;
  }

  /** An input was made. @param {import('./input-line.js').MadeInput} input */
  onInput(input) {
    this.#inputs.add(input);
    if (!this.isOn || this.#base === null) return;
    const frame = this.#inputs.frameOf(input);
    if (frame > this.frame) this.#computeTo(frame);
    // The input clock stepped back: what is computed already has another input now.
    else if (frame > this.#base.frame) this.#computeAgain();
  }

  /** The server will not take an input. */
  onRefused(seq) {
    this.#inputs.refused(seq);
  }

  /**
   * A whole view came: goes on from what it shows.
   *
   * @param {{frame: number, lastInput: number}} view
   * @param {number} frameNow where the input clock stands
   * @param {number} nowMs
   */
  onView(view, frameNow, nowMs) {
    this.#inputs.shown(view.frame, view.lastInput);
    this.#world.show(view.frame);
    const shown = this.#shownRow();
    const isSame = this.isOn && this.#base !== null && shown !== null
      && shown.id === this.#base.id && shown.since === this.#base.since;
    if (!isSame) {
      this.#base = shown && { ...shown, frame: view.frame };
      this.#ahead = [];
      this.#offset = {};
      return;
    }
    const before = this.#between(frameNow);
    const newest = this.frame;
    this.#compare(view.frame, shown.row);
    this.#base = { ...shown, frame: view.frame };
    this.#ahead = [];
    this.#computeTo(newest);
    this.#keepDrawn(before, frameNow, nowMs);
  }

  /**
   * The own row to draw: between the two frames around the input clock, corrections smoothed, with values for people.
   *
   * @param {number} frameNow
   * @param {number} nowMs
   * @returns {import('./interpolation.js').Row | null}
   */
  drawn(frameNow, nowMs) {
    if (!this.isKnown) return null;
    const row = this.#between(frameNow);
    const offset = this.#offsetAt(nowMs);
    for (const column in offset) row[column] += offset[column];
    return row;
  }

  /** The own row of the newest input, with values for people. @returns {import('./interpolation.js').Row | null} */
  newest() {
    return this.isKnown ? this.#readable(this.#rowAt(this.frame)) : null;
  }

  #shownRow() {
    const { owner } = this.#table;
    // Who only watches has no row.
    if (this.#welcome.seat === null) return null;
    const index = this.#world.rows(this.#what.table).findIndex((row) => row[owner] === this.#welcome.seat);
    if (index < 0) return null;
    return {
      id: this.#world.idOf(this.#what.table, index),
      since: this.#world.sinceOf(this.#what.table, index),
      row: this.#world.rows(this.#what.table)[index],
    };
  }

  /** Whether a view shows for its frame what was predicted for it. */
  #compare(frame, shown) {
    if (frame <= this.#base.frame || frame > this.frame) return;
    const predicted = this.#rowAt(frame);
    const isRight = this.#table.shownColumns.every(
      (column) => !column.isPredicted || isSame(column, shown[column.name], predicted[column.name]));
    if (isRight) {
      this.confirmed++;
    } else {
      this.corrections++;
      const [there, here] = [this.#readable(shown), this.#readable(predicted)];
      this.lastError = Math.hypot(...this.#what.linear.map((column) => there[column] - here[column]));
    }
  }

  #computeAgain() {
    const newest = this.frame;
    this.#ahead = [];
    this.#computeTo(newest);
  }

  #computeTo(frame) {
    const last = Math.min(frame, this.#base.frame + MOST_AHEAD);
    while (this.frame < last) {
      const next = this.frame + 1;
      const row = { ...this.#rowAt(this.frame) };
      const input = this.#inputs.at(next);
      this.#world.frame = next;
      this.#effects.predicting(next, input.seq);
      this.#what.predict(row, this.#world, input.values);
      this.#ahead.push(row);
    }
    this.#effects.predicted(this.frame);
  }

  #rowAt(frame) {
    return frame <= this.#base.frame ? this.#base.row : this.#ahead[frame - this.#base.frame - 1];
  }

  /** What was drawn is drawn, and nears what is right from there. */
  #keepDrawn(before, frameNow, nowMs) {
    const after = this.#between(frameNow);
    const offset = this.#offsetAt(nowMs);
    let error = 0;
    for (const column of this.#what.linear) {
      const jump = before[column] - after[column];
      if (jump !== 0) offset[column] = (offset[column] ?? 0) + jump;
      error = Math.hypot(error, offset[column] ?? 0);
    }
    const isTooFar = error > this.#what.snapBeyond;
    if (isTooFar) this.snaps++;
    this.#offset = isTooFar ? {} : offset;
    this.#offsetMs = nowMs;
  }

  #offsetAt(nowMs) {
    const part = Math.exp(-Math.max(0, nowMs - this.#offsetMs) / SMOOTH_MS);
    const offset = {};
    for (const column in this.#offset) {
      const left = this.#offset[column] * part;
      if (Math.abs(left) > NO_ERROR) offset[column] = left;
    }
    return offset;
  }

  /** The row at a time of the input clock: an input counts from its frame on, so the picture follows it by one frame. */
  #between(frameNow) {
    const time = Math.max(this.#base.frame, Math.min(this.frame, frameNow - 1));
    const frame = Math.floor(time);
    const part = time - frame;
    const older = this.#readable(this.#rowAt(frame));
    if (part === 0) return older;
    const newer = this.#readable(this.#rowAt(frame + 1));
    const row = { ...newer };
    for (const column of this.#what.linear) row[column] = older[column] + (newer[column] - older[column]) * part;
    for (const column in this.#what.turning) {
      row[column] = turned(older[column], newer[column], part, this.#what.turning[column]);
    }
    return row;
  }

  #readable(raw) {
    const row = {};
    for (const column of this.#table.shownColumns) {
      const value = raw[column.name];
      row[column.name] = value === undefined ? undefined : readable(column, value);
    }
    return row;
  }
}

/** Whether two raw values are the same to a client: a view may show less than the server has. */
function isSame(column, shown, predicted) {
  if (shown === undefined || shown === predicted) return true;
  if (shown instanceof Uint8Array) return shown.every((byte, i) => byte === predicted[i]);
  return column.droppedBits > 0 && column.toWire(shown) === column.toWire(predicted);
}
