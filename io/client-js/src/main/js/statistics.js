/** Counts events of the last while. */
class Rate {
  #times = [];
  #amounts = [];
  #sum = 0;
  #windowMs;

  constructor(windowMs = 1000) {
    this.#windowMs = windowMs;
  }

  add(nowMs, amount = 1) {
    this.#times.push(nowMs);
    this.#amounts.push(amount);
    this.#sum += amount;
    this.#forget(nowMs);
  }

  sum(nowMs) {
    this.#forget(nowMs);
    return this.#sum;
  }

  #forget(nowMs) {
    let old = 0;
    while (old < this.#times.length && this.#times[old] <= nowMs - this.#windowMs) this.#sum -= this.#amounts[old++];
    if (old > 0) {
      this.#times.splice(0, old);
      this.#amounts.splice(0, old);
    }
  }
}

/** Smoothing of round trip and jitter, as RFC 3550 and RFC 6298 do. */
const ROUND_TRIP_WEIGHT = 1 / 8;
const JITTER_WEIGHT = 1 / 16;

/** Shares are of so long. */
const SHARE_MS = 5000;

/** Round trips that the usual one is taken from. */
const USUAL_OF = 5;

/** What a client measures about its connection. Times are milliseconds of one monotonic clock. */
export class Statistics {
  #views = new Rate();
  #bytesIn = new Rate();
  #bytesOut = new Rate();
  #frames = new Rate(SHARE_MS);
  #lostViews = new Rate(SHARE_MS);
  #missedFrames = new Rate(SHARE_MS);
  #lastView = null;

  #roundTrips = [];

  roundTripMs = 0;
  newestRoundTripMs = 0;
  /** The middle one of the last few: a stall does not count, and a new way soon does. */
  usualRoundTripMs = 0;
  jitterMs = 0;
  views = 0;
  inputsSent = 0;
  inputsRefused = 0;
  /** Frames of which no whole view came while it was the newest. */
  lostViews = 0;
  /** Frames that the server computed without an input of ours, as far as views tell. */
  missedFrames = 0;
  effects = 0;
  connections = 0;
  resumes = 0;
  /** Resumes under another reign than before. */
  takeovers = 0;
  undecodable = 0;
  lastRefusal = '';

  received(nowMs, bytes) {
    this.#bytesIn.add(nowMs, bytes);
  }

  sent(nowMs, bytes) {
    this.#bytesOut.add(nowMs, bytes);
  }

  roundTrip(ms) {
    this.newestRoundTripMs = ms;
    this.#roundTrips.push(ms);
    if (this.#roundTrips.length > USUAL_OF) this.#roundTrips.shift();
    this.usualRoundTripMs = [...this.#roundTrips].sort((a, b) => a - b)[(this.#roundTrips.length - 1) >> 1];
    this.roundTripMs = this.roundTripMs === 0 ? ms : this.roundTripMs + (ms - this.roundTripMs) * ROUND_TRIP_WEIGHT;
  }

  /** A view is complete. Jitter is how far views arrive from where their frames' distance would put them. */
  view(nowMs, frame, frameMs, lastInput = 0) {
    this.views++;
    this.#views.add(nowMs);
    const before = this.#lastView;
    if (before !== null && frame > before.frame) {
      const frames = frame - before.frame;
      const deviation = Math.abs(nowMs - before.nowMs - frames * frameMs);
      this.jitterMs += (deviation - this.jitterMs) * JITTER_WEIGHT;
      const missed = before.lastInput === 0 ? 0 : Math.max(0, frames - (lastInput - before.lastInput));
      this.lostViews += frames - 1;
      this.missedFrames += missed;
      this.#frames.add(nowMs, frames);
      this.#lostViews.add(nowMs, frames - 1);
      this.#missedFrames.add(nowMs, missed);
    }
    this.#lastView = { nowMs, frame, lastInput };
  }

  /** The connection is new: the gap before it says nothing about jitter. */
  restart() {
    this.#lastView = null;
  }

  read(nowMs) {
    return {
      roundTripMs: this.roundTripMs,
      newestRoundTripMs: this.newestRoundTripMs,
      jitterMs: this.jitterMs,
      viewsPerSecond: this.#views.sum(nowMs),
      bytesInPerSecond: this.#bytesIn.sum(nowMs),
      bytesOutPerSecond: this.#bytesOut.sum(nowMs),
      viewLoss: this.#lostViews.sum(nowMs) / Math.max(1, this.#frames.sum(nowMs)),
      inputLoss: this.#missedFrames.sum(nowMs) / Math.max(1, this.#frames.sum(nowMs)),
      views: this.views,
      lostViews: this.lostViews,
      missedFrames: this.missedFrames,
      inputsSent: this.inputsSent,
      inputsRefused: this.inputsRefused,
      lastRefusal: this.lastRefusal,
      effects: this.effects,
      connections: this.connections,
      resumes: this.resumes,
      takeovers: this.takeovers,
      undecodable: this.undecodable,
    };
  }
}

/**
 * All that is measured of a client at a moment.
 *
 * @param {import('./client.js').RingsideClient} client
 * @param {import('./inputs.js').Inputs | null} inputs
 * @param {number} nowMs
 */
export function measured({ statistics, status, view, welcome, interpolation, prediction }, inputs, nowMs) {
  const pacer = inputs?.pacer;
  return {
    ...statistics.read(nowMs),
    state: status.state,
    frame: view?.frame ?? -1,
    hz: welcome?.hz ?? 0,
    lastInput: view?.lastInput ?? 0,
    bufferDepth: view?.bufferDepth ?? 0,
    averageDepth: pacer?.waitFrames(nowMs) ?? 0,
    inputSpeed: pacer?.speed ?? 1,
    inputWait: pacer?.waitFrames(nowMs) ?? 0,
    inputWaitWanted: pacer?.wantedWait ?? 0,
    inputSteps: pacer?.steps ?? 0,
    pendingInputs: inputs?.pending.length ?? 0,
    receiptToFrameMicros: view?.receiptToFrameMicros ?? 0,
    viewDelayFrames: interpolation?.isOn ? interpolation.delay : 0,
    dryPictures: interpolation?.dryPictures ?? 0,
    predictedFrames: prediction?.framesAhead ?? 0,
    confirmedFrames: prediction?.confirmed ?? 0,
    corrections: prediction?.corrections ?? 0,
    snaps: prediction?.snaps ?? 0,
    lastError: prediction?.lastError ?? 0,
    effectsPredicted: prediction?.effects.confirmed ?? 0,
    effectsDenied: prediction?.effects.denied ?? 0,
  };
}
