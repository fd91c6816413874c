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

/** Carries messages between a client and a {@link MockSeat} with a delay, in order; can be cut. */
export class SimulatedNetwork {
  connections = 0;
  isDown = false;
  #events = null;
  #transport = null;

  constructor(clock, seat, oneWayMs) {
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
        this.seat.connect((message) => later(() => events.onMessage(message)));
        events.onOpen();
      });
    }
    return {
      send: (message) => later(() => this.seat.receive(message)),
      close: () => { if (this.#transport === link) this.#transport = null; },
    };
  };

  /** Breaks the connection without a word. */
  cut() {
    const events = this.#events;
    this.#transport = null;
    this.seat.isPlaying = false;
    events?.onClose('');
  }
}
