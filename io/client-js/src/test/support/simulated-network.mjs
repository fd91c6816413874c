// Time and a network that a test moves by hand.

/** A manual clock: `advance` runs what falls due, in order. */
export class ManualClock {
  nowMs = 1000;
  #timers = new Map();
  #next = 1;

  edges() {
    return {
      now: () => this.nowMs,
      after: (ms, run) => {
        this.#timers.set(this.#next, { atMs: this.nowMs + Math.max(0, ms), run });
        return this.#next++;
      },
      cancel: (timer) => this.#timers.delete(timer),
      random: () => 0.5,
    };
  }

  after(ms, run) {
    return this.edges().after(ms, run);
  }

  advance(ms) {
    const end = this.nowMs + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, timer]) => timer.atMs <= end);
      if (due.length === 0) break;
      const [id, timer] = due.reduce((a, b) => (b[1].atMs < a[1].atMs ? b : a));
      this.#timers.delete(id);
      this.nowMs = Math.max(this.nowMs, timer.atMs);
      timer.run();
    }
    this.nowMs = end;
  }
}

const HELLO = 1;
const WELCOME = 64;
const DISCONNECT = 67;

/**
 * Carries messages between a client and a {@link MockSeat} with a delay, in order; can be cut. With loss, messages may be
 * lost and overtake each other, as datagrams do; what belongs to the handshake does not.
 */
export class SimulatedNetwork {
  connections = 0;
  isDown = false;
  /** Up to so much is added to the delay. */
  jitterMs = 0;
  lossPercent = 0;
  /** Loss of single types of message, by their codes. */
  lossOf = new Map();
  #events = null;
  #transport = null;
  #state;
  #lastMs = [0, 0];

  /** @param {number} [seed] of jitter and loss */
  constructor(clock, seat, oneWayMs, seed = 1) {
    this.#state = (seed % 2147483646) + 1;
    this.clock = clock;
    this.seat = seat;
    this.oneWayMs = oneWayMs;
  }

  /** @type {import('../../main/js/connection.js').Connect} */
  connect = (url, events) => {
    const link = {};
    const later = (run) => this.clock.after(this.oneWayMs, () => this.#transport === link && run());
    this.#transport = link;
    this.#events = events;
    this.connections++;
    if (this.isDown) {
      later(() => this.cut());
    } else {
      this.clock.after(this.oneWayMs, () => {
        if (this.#transport !== link) return;
        this.seat.connect((message) =>
          this.#carry(message, 1, () => this.#transport === link && events.onMessage(message)));
        events.onOpen();
      });
    }
    return {
      send: (message) => this.#carry(message, 0, () => this.#transport === link && this.seat.receive(message)),
      close: () => { if (this.#transport === link) this.#transport = null; },
    };
  };

  #carry(message, way, arrive) {
    const isSure = [HELLO, WELCOME, DISCONNECT].includes(message[0]);
    const lossPercent = isSure ? 0 : Math.max(this.lossPercent, this.lossOf.get(message[0]) ?? 0);
    if (lossPercent > 0 && this.random() * 100 < lossPercent) return;
    let atMs = this.clock.nowMs + this.oneWayMs + (this.jitterMs === 0 ? 0 : this.random() * this.jitterMs);
    if (lossPercent === 0) this.#lastMs[way] = atMs = Math.max(atMs, this.#lastMs[way]);
    this.clock.after(atMs - this.clock.nowMs, arrive);
  }

  /** The minimal standard generator. */
  random() {
    this.#state = (this.#state * 48271) % 2147483647;
    return this.#state / 2147483647;
  }

  /** Breaks the connection without a word. */
  cut() {
    const events = this.#events;
    this.#transport = null;
    this.seat.isPlaying = false;
    events?.onClose('');
  }
}
