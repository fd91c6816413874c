// Frames at hand: asks the server for stretches of them before they are needed, and forgets those that lie far away.

import { Frame, readFrames } from './frame.js';
import * as api from './recording.js';

/** Frames in one answer while it plays, and around a frame that somebody jumped to. */
const AHEAD = 90;
const BEFORE = 6;
const AFTER = 24;

/** Frames kept; the oldest asked for go first. */
const MOST_KEPT = 900;

/** Frames in whole numbers between which it plays at that speed: those in between would never be drawn. */
export const stepOf = (speed) => Math.max(1, Math.floor(speed));

export class Tape {
  #kept = new Map();
  #asked = new Map();
  #generation = 0;
  #onError;

  /**
   * @param {{firstFrame: number, lastFrame: number}} range
   * @param {import('/client/layout.js').Layout} layout
   * @param {(error: Error) => void} onError
   */
  constructor(range, layout, onError) {
    this.first = range.firstFrame;
    this.last = range.lastFrame;
    this.layout = layout;
    this.player = 0;
    this.withEngine = false;
    this.#onError = onError;
  }

  /** Other eyes, or other tables: what is kept does not hold them. */
  look(player, withEngine) {
    if (player === this.player && withEngine === this.withEngine) return;
    this.player = player;
    this.withEngine = withEngine;
    this.#generation++;
    this.#kept.clear();
    this.#asked.clear();
  }

  /** @returns {Frame | undefined} */
  at(frame) {
    return this.#kept.get(frame);
  }

  /** Whether a frame is at hand and the one before it, against which changes are told. */
  isWhole(frame) {
    return this.#kept.has(frame) && (frame <= this.first || this.#kept.has(frame - 1));
  }

  /** Resolves when a frame is at hand, with some before and behind it. @returns {Promise<Frame>} */
  async reach(frame) {
    const generation = this.#generation;
    if (!this.isWhole(frame)) await this.#ask(Math.max(this.first, frame - BEFORE), BEFORE + AFTER, 1);
    if (generation !== this.#generation) return this.reach(frame);
    return this.at(frame);
  }

  /** Frames behind one are wanted soon, so many apart. */
  ahead(frame, step) {
    let next = frame;
    while (next <= this.last && this.at(next)) next += step;
    if (next > this.last || next - frame > (AHEAD / 2) * step) return;
    this.#ask(next, AHEAD, step).catch(this.#onError);
  }

  #ask(from, count, step) {
    const key = `${from} ${count} ${step}`;
    let answer = this.#asked.get(key);
    if (!answer) {
      answer = this.#fetch(from, count, step).finally(() => this.#asked.delete(key));
      this.#asked.set(key, answer);
    }
    return answer;
  }

  async #fetch(from, count, step) {
    const generation = this.#generation;
    const view = await api.frames({ from, count, step, player: this.player, engine: this.withEngine });
    if (generation !== this.#generation) return;
    for (const frame of readFrames(view, this.layout)) {
      this.#kept.delete(frame.frame);
      this.#kept.set(frame.frame, frame);
    }
    for (const frame of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(frame);
    }
  }
}
