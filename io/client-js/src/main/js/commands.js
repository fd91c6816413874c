import { encodeCommand } from './messages.js';

const TOO_MANY_COMMANDS = 65;
const RING_FULL = 66;

/** How long a command waits that the server could not take at this moment. */
const AGAIN_MS = 250;

/** Without an answer for so long, a command is sent again, since a carrier may lose either: the server takes it once. */
const UNANSWERED_MS = 500;

/** Sends commands one by one, each once the one before was answered, so that order survives refusals and resumes. */
export class Commands {
  #send;
  #clock;
  #timer = 0;
  #abandoned = '';

  /** The first was sent, the others wait. @type {{id: number, record: Uint8Array, resolve: Function, reject: Function}[]} */
  #queue = [];

  /**
   * @param {object} welcome
   * @param {(message: Uint8Array) => void} send
   * @param {{after: (ms: number, run: () => void) => any, cancel: (timer: any) => void}} clock
   * @param {Commands | null} before those of the same seat over an earlier connection
   */
  constructor(welcome, send, clock, before) {
    this.#send = send;
    this.#clock = clock;
    /** Of the first in the queue, or the next to come. */
    this.sequence = welcome.lastCommand + 1;
    if (before) {
      this.#queue = before.#queue;
      // It was taken, only its answer was lost.
      if (this.#queue.length > 0 && before.sequence <= welcome.lastCommand) this.#queue.shift().resolve();
    }
  }

  /** @returns {Promise<void>} */
  add(id, record) {
    if (this.#abandoned) return Promise.reject(new Error(this.#abandoned));
    return new Promise((resolve, reject) => {
      this.#queue.push({ id, record, resolve, reject });
      if (this.#queue.length === 1) this.start();
    });
  }

  /** Sends the first in the queue, again if it was sent before. */
  start() {
    const first = this.#queue[0];
    if (!first) return;
    this.#send(encodeCommand(this.sequence, first.id, first.record));
    this.#startAfter(UNANSWERED_MS);
  }

  #startAfter(ms) {
    this.#clock.cancel(this.#timer);
    this.#timer = this.#clock.after(ms, () => this.start());
  }

  pause() {
    this.#clock.cancel(this.#timer);
  }

  applied(sequence) {
    if (sequence === this.sequence) this.#answered((first) => first.resolve());
  }

  refused(refused) {
    if (refused.sequence !== this.sequence) return;
    if (refused.code === TOO_MANY_COMMANDS || refused.code === RING_FULL) {
      this.#startAfter(AGAIN_MS);
    } else {
      this.#answered((first) => first.reject(new Error(refused.reason)));
    }
  }

  /** The seat is gone. */
  abandon(reason) {
    this.pause();
    this.#abandoned = reason;
    this.#queue.splice(0).forEach((command) => command.reject(new Error(reason)));
  }

  #answered(settle) {
    const first = this.#queue.shift();
    if (!first) return;
    this.sequence++;
    this.pause();
    settle(first);
    this.start();
  }
}
