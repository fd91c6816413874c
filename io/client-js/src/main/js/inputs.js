import { InputPacer } from './pacing.js';
import { encodeInputs, inputsPerMessage } from './messages.js';

/** Inputs kept for repeating; older ones are of frames long past. */
const MOST_PENDING = 64;

const RING_FULL = 66;
const TOO_LATE = 7;
const TOO_EARLY = 8;

/** Makes a numbered input per frame of what the player holds, and repeats it until the server has consumed it. */
export class Inputs {
  #game;
  #send;
  #perMessage;
  #held = {};
  #once = {};

  /** Not consumed yet, the oldest first. @type {import('./messages.js').PendingInput[]} */
  pending = [];

  /**
   * @param {import('./game.js').Game} game
   * @param {object} welcome
   * @param {(message: Uint8Array) => void} send
   * @param {Inputs | null} before those of the same seat over an earlier connection
   */
  constructor(game, welcome, send, before) {
    this.#game = game;
    this.#send = send;
    this.#perMessage = inputsPerMessage(game.inputBytes, welcome.bounds);
    this.pacer = new InputPacer(welcome.hz);
    this.lastSeq = Math.max(welcome.lastInput, before?.lastSeq ?? 0);
    if (before) {
      this.#held = before.#held;
      this.pending = before.pending.filter((input) => input.seq > welcome.lastInput && input.frame > welcome.frame);
    }
  }

  /** @param {Record<string, number | boolean>} fields */
  hold(fields) {
    for (const name in fields) {
      if (this.#game.isSentOnce(name)) {
        if (fields[name]) this.#once[name] = fields[name];
      } else {
        this.#held[name] = fields[name];
      }
    }
  }

  onView(header, nowMs, measured) {
    this.pending = this.pending.filter((input) => input.seq > header.lastInput);
    this.pacer.onView(header.frame, header.bufferDepth, nowMs, measured);
  }

  refused(refused, nowMs) {
    if (refused.code === RING_FULL) return;
    this.pending = this.pending.filter((input) => input.seq !== refused.sequence);
    if (refused.code === TOO_LATE) this.pacer.onTooLate(nowMs);
    if (refused.code === TOO_EARLY) this.pacer.onTooEarly(nowMs);
  }

  /**
   * Makes the inputs that are due and sends them with those that are still pending.
   *
   * @returns {number} how many were made
   */
  run(nowMs, seen) {
    const frames = this.pacer.due(nowMs);
    for (const frame of frames) {
      const record = this.#game.encodeInput({ ...this.#held, ...this.#once });
      this.#once = {};
      this.pending.push({ seq: ++this.lastSeq, frame, seenFrame: seen.frame, seenFraction: seen.fraction, record });
    }
    if (frames.length > 0) {
      this.pending = this.pending.slice(-MOST_PENDING);
      this.#send(encodeInputs(this.pending.slice(-this.#perMessage)));
    }
    return frames.length;
  }
}
