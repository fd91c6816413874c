import { InputPacer } from './pacing.js';
import { encodeInputs, inputsPerMessage } from './messages.js';
import { decodeRecord } from './record.js';

/** Inputs kept until they are consumed, refused or given up. */
const MOST_PENDING = 64;

/** Inputs of a match that stands still are repeated so seldom. */
const STANDING_REPEAT_MS = 250;

const RING_FULL = 66;
const TOO_LATE = 7;
const TOO_EARLY = 8;
const MATCH_PAUSED = 14;

/** Makes a numbered input per frame of what the player holds, and repeats it until the server has consumed it. */
export class Inputs {
  #game;
  #send;
  #perMessage;
  #held = {};
  #once = {};
  #sentMs = -Infinity;
  #lastConsumed = 0;

  /** The last ones that were consumed, the oldest first: a reign that begins earlier lacks them. */
  #recent = [];

  /** Not consumed yet, the oldest first. @type {import('./messages.js').PendingInput[]} */
  pending = [];

  /**
   * @param {import('./game.js').Game} game
   * @param {object} welcome
   * @param {(message: Uint8Array) => void} send
   * @param {Inputs | null} before those of the same seat over an earlier connection
   * @param {boolean} isTakeover whether that was under another reign
   */
  constructor(game, welcome, send, before, isTakeover = false) {
    this.#game = game;
    this.#send = send;
    this.#perMessage = inputsPerMessage(game.inputBytes, welcome.bounds);
    this.pacer = new InputPacer(welcome.hz);
    this.lastSeq = Math.max(welcome.lastInput, before?.lastSeq ?? 0);
    if (before) {
      this.#held = before.#held;
      const known = isTakeover ? [...before.#recent, ...before.pending] : before.pending;
      this.pending = known.filter((input) => input.seq > welcome.lastInput && input.frame > welcome.frame);
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
    const isNew = header.lastInput > this.#lastConsumed;
    const consumed = isNew ? this.pending.find((input) => input.seq === header.lastInput) : undefined;
    this.#lastConsumed = Math.max(this.#lastConsumed, header.lastInput);
    const done = this.pending.filter((input) => input.seq <= header.lastInput);
    if (done.length > 0) {
      this.#recent = [...this.#recent, ...done].slice(-MOST_PENDING);
      this.pending = this.pending.filter((input) => input.seq > header.lastInput);
    }
    this.pacer.onView(header, consumed, nowMs, measured);
  }

  /** Whether the input is given up. */
  refused(refused, nowMs, measured) {
    if (refused.code === RING_FULL) return false;
    const input = this.pending.find((one) => one.seq === refused.sequence);
    if (!input) return false;
    this.pending = this.pending.filter((one) => one !== input);
    if (refused.code === TOO_LATE) this.pacer.onTooLate(input, nowMs, measured);
    if (refused.code === TOO_EARLY) this.pacer.onTooEarly(input, nowMs, measured);
    if (refused.code === MATCH_PAUSED) this.pacer.onStanding();
    return true;
  }

  /**
   * Makes the inputs that are due and sends them with those that are still pending.
   *
   * @returns {import('./input-line.js').MadeInput[]} those that were made
   */
  run(nowMs, seen) {
    const made = this.pacer.due(nowMs).map(({ frame, dueMs }) => {
      const record = this.#game.encodeInput({ ...this.#held, ...this.#once });
      this.#once = {};
      const { frame: seenFrame, fraction: seenFraction } = seen;
      const values = decodeRecord(this.#game.layout.input, record);
      return { seq: ++this.lastSeq, frame, dueMs, seenFrame, seenFraction, record, values };
    });
    this.pending.push(...made);
    const repeats = this.pacer.isStanding && nowMs - this.#sentMs >= STANDING_REPEAT_MS;
    if (made.length > 0 || (repeats && this.pending.length > 0)) {
      this.#sentMs = nowMs;
      this.pending = this.pending.slice(-MOST_PENDING);
      this.#send(encodeInputs(this.pending.slice(-this.#perMessage)));
    }
    return made;
  }
}
