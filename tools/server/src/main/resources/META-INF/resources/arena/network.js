import { webSocket } from '../client/connection.js';

/** Messages that are delayed but never lost: handshake, farewell, and the wish to be shown everything. */
const SURE = new Set([1, 6, 12, 64, 67]);

/**
 * A worse network than the real one, in both directions: what the sliders of the page say is added to every message. With
 * jitter messages overtake each other, and lost ones stay lost, as datagrams do.
 */
export class WorseNetwork {
  /** Added to the way there and back; each way takes half of it. */
  latencyMs = 0;

  /** How far a round trip lies above or below that, at most. */
  jitterMs = 0;

  lossPercent = 0;

  /** Messages that were lost on purpose. */
  lost = 0;

  #connect;
  #after;
  #now;
  #random;

  /**
   * @param {object} [edges] the browser's own unless given
   * @param {import('/client/connection.js').Connect} [edges.connect]
   * @param {(ms: number, run: () => void) => any} [edges.after]
   * @param {() => number} [edges.now]
   * @param {() => number} [edges.random]
   */
  constructor({ connect = webSocket, after = (ms, run) => setTimeout(run, ms), now = () => performance.now(),
    random = Math.random } = {}) {
    this.#connect = connect;
    this.#after = after;
    this.#now = now;
    this.#random = random;
  }

  /** @type {import('/client/connection.js').Connect} */
  connect = (url, events) => {
    const there = this.#way();
    const back = this.#way();
    const transport = this.#connect(url, {
      onOpen: () => back(SURE_MESSAGE, events.onOpen),
      onMessage: (message) => back(message, () => events.onMessage(message)),
      onClose: (detail) => back(SURE_MESSAGE, () => events.onClose(detail)),
    });
    return {
      send: (message) => there(message, () => transport.send(message)),
      close: () => transport.close(),
    };
  };

  /** One direction of a connection. */
  #way() {
    let lastMs = 0;
    return (message, arrive) => {
      const isSure = SURE.has(message[0]);
      if (!isSure && this.#random() * 100 < this.lossPercent) {
        this.lost++;
        return;
      }
      const delayMs = Math.max(0, this.latencyMs / 2 + (this.#random() - 0.5) * this.jitterMs);
      let atMs = this.#now() + delayMs;
      // What is sure is in order as well, and a steady way does not mix up what a timer's rounding would.
      if (isSure || this.jitterMs === 0) atMs = Math.max(atMs, lastMs);
      lastMs = Math.max(lastMs, atMs);
      if (this.latencyMs === 0 && this.jitterMs === 0 && atMs <= this.#now()) arrive();
      else this.#after(atMs - this.#now(), arrive);
    };
  }
}

const SURE_MESSAGE = Uint8Array.of(64);
