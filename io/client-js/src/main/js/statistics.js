/** Counts events of the last second. */
class Rate {
  #times = [];
  #amounts = [];
  #sum = 0;

  add(nowMs, amount = 1) {
    this.#times.push(nowMs);
    this.#amounts.push(amount);
    this.#sum += amount;
    this.#forget(nowMs);
  }

  perSecond(nowMs) {
    this.#forget(nowMs);
    return this.#sum;
  }

  #forget(nowMs) {
    let old = 0;
    while (old < this.#times.length && this.#times[old] <= nowMs - 1000) this.#sum -= this.#amounts[old++];
    if (old > 0) {
      this.#times.splice(0, old);
      this.#amounts.splice(0, old);
    }
  }
}

/** Smoothing of round trip and jitter, as RFC 3550 and RFC 6298 do. */
const ROUND_TRIP_WEIGHT = 1 / 8;
const JITTER_WEIGHT = 1 / 16;

/** Round trips that the usual one is taken from. */
const USUAL_OF = 5;

/** What a client measures about its connection. Times are milliseconds of one monotonic clock. */
export class Statistics {
  #views = new Rate();
  #bytesIn = new Rate();
  #bytesOut = new Rate();
  #lastView = null;

  #roundTrips = [];

  roundTripMs = 0;
  /** The middle one of the last few: a stall does not count, and a new way soon does. */
  usualRoundTripMs = 0;
  jitterMs = 0;
  views = 0;
  inputsSent = 0;
  inputsRefused = 0;
  effects = 0;
  connections = 0;
  resumes = 0;
  undecodable = 0;
  lastRefusal = '';

  received(nowMs, bytes) {
    this.#bytesIn.add(nowMs, bytes);
  }

  sent(nowMs, bytes) {
    this.#bytesOut.add(nowMs, bytes);
  }

  roundTrip(ms) {
    this.#roundTrips.push(ms);
    if (this.#roundTrips.length > USUAL_OF) this.#roundTrips.shift();
    this.usualRoundTripMs = [...this.#roundTrips].sort((a, b) => a - b)[(this.#roundTrips.length - 1) >> 1];
    this.roundTripMs = this.roundTripMs === 0 ? ms : this.roundTripMs + (ms - this.roundTripMs) * ROUND_TRIP_WEIGHT;
  }

  /** A view is complete. Jitter is how far views arrive from where their frames' distance would put them. */
  view(nowMs, frame, frameMs) {
    this.views++;
    this.#views.add(nowMs);
    if (this.#lastView !== null && frame > this.#lastView.frame) {
      const expectedMs = (frame - this.#lastView.frame) * frameMs;
      const deviation = Math.abs(nowMs - this.#lastView.nowMs - expectedMs);
      this.jitterMs += (deviation - this.jitterMs) * JITTER_WEIGHT;
    }
    this.#lastView = { nowMs, frame };
  }

  /** The connection is new: the gap before it says nothing about jitter. */
  restart() {
    this.#lastView = null;
  }

  read(nowMs) {
    return {
      roundTripMs: this.roundTripMs,
      jitterMs: this.jitterMs,
      viewsPerSecond: this.#views.perSecond(nowMs),
      bytesInPerSecond: this.#bytesIn.perSecond(nowMs),
      bytesOutPerSecond: this.#bytesOut.perSecond(nowMs),
      views: this.views,
      inputsSent: this.inputsSent,
      inputsRefused: this.inputsRefused,
      lastRefusal: this.lastRefusal,
      effects: this.effects,
      connections: this.connections,
      resumes: this.resumes,
      undecodable: this.undecodable,
    };
  }
}
