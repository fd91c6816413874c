/** How long an input waits for its frame where all take equally long, in frames: one may be lost without harm. */
export const CALM_WAIT = 1.5;

/** The most that the input clock runs faster or slower than the match. */
export const MOST_CORRECTION = 0.05;

/** The clock steps only when it is off by more than this, but see {@link SETTLING_MS}. */
export const STEP_BEYOND_MS = 250;

/** Within this time from a start, one step of any size is made. */
export const SETTLING_MS = 2000;

/** Inputs whose waits decide on the settling step. */
const SETTLES_WITH = 8;

/** Less than that takes no half second to correct. */
const GLIDES_WITHIN_MS = 25;

/** What those that take the longest still wait, in frames. */
const LEAST_WAIT = 0.4;

/** Inputs are not made earlier than that for the sake of those that take longer: the server has 8 slots. */
const MOST_WAIT = 6;
const MOST_WAIT_MS = 150;

/** In which an error would be corrected but for the bound. */
const CORRECTION_MS = 500;

/** The server refuses inputs from so many frames ahead on. */
const TOO_EARLY_FRAMES = 32;

/** Due inputs that a page which was held up still makes; those before are left out. */
const MOST_OVERDUE = 4;

/** An input that waited for less was not moved to the last slot for being too far ahead. */
const SURELY_IN_PLACE = 6;

/** Inputs in a row that came before their frames, until one is left out to have the server put them back. */
const MOVED_UP_FOR = 32;
const HARDLY_CORRECTS = 0.01;

/** Without a measured round trip, inputs begin so long after the first view all the same. */
const UNMEASURED_MS = 500;

/**
 * How long inputs wait at the server for their frames, freed of what the client's own clock did: a sample is an input's
 * wait less its lead, where the lead is its frame's time on a fixed line less the time when it was due. So samples that
 * were taken before the clock changed its pace, or stepped, count on.
 */
export class ArrivalEstimate {
  #changeMs;
  #recent = [];
  #lows = [];
  #block = [];
  count = 0;
  /** Follows slowly; at once when five samples in a row agree that the way has changed. */
  usual = 0;

  constructor(frameMs) {
    this.#changeMs = Math.max(30, 2 * frameMs);
  }

  /** Hardly a sample is less: the second lowest of each 32, the least of three such blocks. */
  get low() {
    return Math.min(this.usual, ...this.#lows, secondLowest(this.#block));
  }

  sample(ms) {
    this.#recent.push(ms);
    if (this.#recent.length > 5) this.#recent.shift();
    this.count++;
    if (this.count === 1) {
      this.usual = ms;
    } else if (this.#hasChanged()) {
      this.usual = [...this.#recent].sort((a, b) => a - b)[2];
      this.#lows = [];
      this.#block = [];
    } else {
      this.usual += Math.max(-this.#changeMs, Math.min(this.#changeMs, ms - this.usual)) / 16;
    }
    this.#block.push(ms);
    if (this.#block.length === 32) {
      this.#lows = [...this.#lows.slice(-2), secondLowest(this.#block)];
      this.#block = [];
    }
  }

  #hasChanged() {
    if (this.#recent.length < 5) return false;
    return this.#recent.every((ms) => ms - this.usual > this.#changeMs)
      || this.#recent.every((ms) => this.usual - ms > this.#changeMs);
  }
}

function secondLowest(values) {
  let lowest = Infinity;
  let second = Infinity;
  for (const value of values) {
    if (value < lowest) {
      second = lowest;
      lowest = value;
    } else if (value < second) {
      second = value;
    }
  }
  return values.length === 1 ? lowest : second;
}

/**
 * When to make the next input, and which frame to aim it at, so that it arrives just before that frame.
 *
 * The clock is a straight line from local time to frames. Its slope changes by at most 5 % so that inputs wait at the
 * server for {@link CALM_WAIT} frames, or for longer where that is needed for nearly all of them to arrive in time. The
 * line itself moves in two cases only: once within the first {@link SETTLING_MS}, when the first few inputs have shown how
 * wrong the guess was that it began with; and whenever it is wrong by more than {@link STEP_BEYOND_MS}. Knows no timer:
 * call {@link due} with the time as often as you like.
 */
export class InputPacer {
  #arrivals;
  #anchorFrame = 0;
  #anchorMs = 0;
  #startMs = 0;
  #isSettled = false;
  #movedUp = 0;
  #newestFrame = -1;
  #newestAtMs = 0;
  #firstViewMs = -1;
  #standingFrame = -1;

  /** @param {number} hz frames per second of the match */
  constructor(hz) {
    this.frameMs = 1000 / hz;
    this.speed = 1;
    /** The next input's target frame; -1 until the clock began. */
    this.nextFrame = -1;
    /** How often the line moved. */
    this.steps = 0;
    /** The match refuses inputs until a view shows a later frame. */
    this.isStanding = false;
    this.#arrivals = new ArrivalEstimate(this.frameMs);
  }

  /** Where the clock stands: the frame that an input made now is for, and the part of the way to the next. */
  frameAt(nowMs) {
    return this.nextFrame < 0 ? -1 : this.#frameAt(nowMs);
  }

  /** How long an input made now will wait for its frame, as a rule, in frames. */
  waitFrames(nowMs) {
    return this.#arrivals.count === 0 ? 0 : (this.#leadMs(nowMs) + this.#arrivals.usual) / this.frameMs;
  }

  /** What that is held to, in frames. */
  get wantedWait() {
    if (this.#arrivals.count === 0) return CALM_WAIT;
    const scatter = (this.#arrivals.usual - this.#arrivals.low) / this.frameMs;
    const most = Math.max(CALM_WAIT, Math.min(MOST_WAIT, MOST_WAIT_MS / this.frameMs));
    return Math.max(CALM_WAIT, Math.min(most, LEAST_WAIT + scatter));
  }

  /**
   * A view came.
   *
   * @param {{frame: number, bufferDepth: number, receiptToFrameMicros: number}} header
   * @param {{frame: number, dueMs: number} | undefined} consumed the input that it shows for the first time as consumed
   * @param {number} nowMs
   * @param {{usualRoundTripMs: number}} measured 0 when not known yet
   */
  onView(header, consumed, nowMs, measured) {
    if (header.frame <= this.#newestFrame) return;
    this.#newestFrame = header.frame;
    this.#newestAtMs = nowMs;
    if (this.#firstViewMs < 0) this.#firstViewMs = nowMs;
    if (this.nextFrame < 0) {
      if (measured.usualRoundTripMs > 0 || nowMs - this.#firstViewMs > UNMEASURED_MS) this.#start(nowMs, measured);
      return;
    }
    if (this.isStanding && header.frame > this.#standingFrame) this.#goOn(nowMs, measured);
    if (consumed) this.#consumed(header, consumed, nowMs);
  }

  #consumed(header, input, nowMs) {
    const micros = header.receiptToFrameMicros;
    // Not measured: as many whole frames as inputs wait behind it, and about half a frame.
    const measured = micros === 0 ? header.bufferDepth + 0.5 : micros / 1000 / this.frameMs;
    // Where the server laid it by for another frame than it aimed at, this is how long it would have waited for its own.
    this.#sample((measured + input.frame - header.frame) * this.frameMs, input, nowMs);
    this.#movedUp = input.frame > header.frame && measured < SURELY_IN_PLACE ? this.#movedUp + 1 : 0;
    if (this.#movedUp >= MOVED_UP_FOR && Math.abs(this.speed - 1) < HARDLY_CORRECTS) {
      // The server moved all inputs up by a frame while there were too many; a frame without one puts them back.
      this.nextFrame++;
      this.#movedUp = 0;
    }
  }

  /** An input was refused because its frame was past. @param {{frame: number, dueMs: number}} input */
  onTooLate(input, nowMs, measured) {
    this.#sample(Math.min(0, this.#waitByRoundTrip(input, nowMs, measured)), input, nowMs);
  }

  /** An input was refused because its frame was too far ahead. @param {{frame: number, dueMs: number}} input */
  onTooEarly(input, nowMs, measured) {
    const least = TOO_EARLY_FRAMES * this.frameMs;
    this.#sample(Math.max(least, this.#waitByRoundTrip(input, nowMs, measured)), input, nowMs);
  }

  /** The match stands still: no input is due until a view shows that it goes on. */
  onStanding() {
    this.isStanding = true;
    this.#standingFrame = this.#newestFrame;
  }

  /**
   * The inputs to make now; mostly none or one.
   *
   * @param {number} nowMs
   * @returns {{frame: number, dueMs: number}[]} what each aims at and when it was due
   */
  due(nowMs) {
    const inputs = [];
    if (this.nextFrame < 0 || this.isStanding) return inputs;
    this.nextFrame = Math.max(this.nextFrame, Math.floor(this.#frameAt(nowMs)) - MOST_OVERDUE);
    for (let dueMs = this.#nextDueMs(); dueMs <= nowMs; dueMs = this.#nextDueMs()) {
      inputs.push({ frame: this.nextFrame++, dueMs });
    }
    return inputs;
  }

  /** Milliseconds until an input is due; 0 or less when one is; infinite when none will be. */
  waitMs(nowMs) {
    if (this.isStanding) return Infinity;
    return this.nextFrame < 0 ? this.frameMs : this.#nextDueMs() - nowMs;
  }

  #nextDueMs() {
    return this.#anchorMs + ((this.nextFrame - this.#anchorFrame) * this.frameMs) / this.speed;
  }

  #frameAt(nowMs) {
    return this.#anchorFrame + ((nowMs - this.#anchorMs) * this.speed) / this.frameMs;
  }

  /** How far the line is ahead of one that has frame 0 at local time 0. */
  #leadMs(nowMs) {
    return this.#frameAt(nowMs) * this.frameMs - nowMs;
  }

  /** Where the server stood when it wrote what arrives at this moment. */
  #serverFrame(nowMs) {
    return this.#newestFrame + (nowMs - this.#newestAtMs) / this.frameMs;
  }

  #waitByRoundTrip(input, nowMs, measured) {
    return (input.frame - this.#serverFrame(nowMs)) * this.frameMs - measured.usualRoundTripMs + (nowMs - input.dueMs);
  }

  #guess(nowMs, measured) {
    return this.#serverFrame(nowMs) + measured.usualRoundTripMs / this.frameMs + CALM_WAIT;
  }

  #start(nowMs, measured) {
    this.#anchorFrame = this.#guess(nowMs, measured);
    this.#anchorMs = nowMs;
    this.#startMs = nowMs;
    this.#isSettled = false;
    this.#movedUp = 0;
    this.#arrivals = new ArrivalEstimate(this.frameMs);
    this.speed = 1;
    this.nextFrame = Math.max(0, Math.ceil(this.#anchorFrame));
  }

  #goOn(nowMs, measured) {
    this.isStanding = false;
    if (Math.abs(this.#guess(nowMs, measured) - this.#frameAt(nowMs)) * this.frameMs > STEP_BEYOND_MS) {
      this.#start(nowMs, measured);
    } else {
      this.nextFrame = Math.max(this.nextFrame, Math.ceil(this.#frameAt(nowMs)));
    }
  }

  #sample(waitMs, input, nowMs) {
    const arrivals = this.#arrivals;
    arrivals.sample(waitMs - (input.frame * this.frameMs - input.dueMs));
    const error = this.wantedWait * this.frameMs - arrivals.usual - this.#leadMs(nowMs);
    const isKnown = arrivals.count >= SETTLES_WITH;
    const settles = isKnown && !this.#isSettled && nowMs - this.#startMs <= SETTLING_MS;
    const most = settles ? GLIDES_WITHIN_MS : STEP_BEYOND_MS;
    if (isKnown && Math.abs(error) > most) {
      this.#run(1, nowMs);
      // Frames that are skipped have no input; those that are aimed at a second time have two, which the server merges.
      this.#anchorFrame += error / this.frameMs;
      this.nextFrame = Math.max(0, Math.ceil(this.#anchorFrame));
      this.steps++;
    } else {
      this.#run(1 + Math.max(-MOST_CORRECTION, Math.min(MOST_CORRECTION, error / CORRECTION_MS)), nowMs);
    }
    this.#isSettled ||= isKnown;
  }

  #run(speed, nowMs) {
    this.#anchorFrame = this.#frameAt(nowMs);
    this.#anchorMs = nowMs;
    this.speed = speed;
  }
}
