/** Depth of the server's input buffer that the pace is held to, in inputs, when views come punctually. */
export const TARGET_DEPTH = 2;

/** What jitter and late inputs may add to it: inputs are as unpunctual as views. */
const MOST_EXTRA_DEPTH = 4;

/** A late input adds one to the depth aimed at; this much of it is left after each view. */
const LATENESS_LEFT = 0.997;

/** Inputs that are late within this time of each other are late for one reason. */
const ONE_REASON_MS = 250;

/** The most that the input clock runs faster or slower than the match. */
export const MOST_CORRECTION = 0.05;

/** An input further ahead of the match is refused. */
const MOST_AHEAD_FRAMES = 8;

/** How far beyond the estimate an input is aimed at most; more happens when the match stands still. */
const MOST_SLACK_FRAMES = 4;

/** Beyond so many missed ticks the clock starts over instead of catching up: the page slept. */
const MOST_CATCH_UP = 4;

/** Correction per input of deviation; the full correction is reached at two. */
const GAIN = MOST_CORRECTION / 2;

/** Weight of the newest depth in its average: about a tenth of a second at 60 Hz. */
const DEPTH_WEIGHT = 0.15;

/**
 * When to make the next input, and which frame to aim it at, so that it arrives just before that frame.
 *
 * The clock runs at the match's rate, up to 5 % faster or slower as the depth that views report falls short of or
 * exceeds the one aimed at. Knows no timer: call {@link due} with the time as often as you like.
 */
export class InputPacer {
  /** @param {number} hz frames per second of the match */
  constructor(hz) {
    this.frameMs = 1000 / hz;
    this.hz = hz;
    this.targetDepth = TARGET_DEPTH;
    /** Average depth as reported by views. */
    this.depth = TARGET_DEPTH;
    this.speed = 1;
    /** The next input's target frame; -1 until a view said where the match is. */
    this.nextFrame = -1;
    this.nextAtMs = 0;
    this.newestFrame = -1;
    this.newestAtMs = 0;
    this.lead = 0;
    this.restarts = 0;
    this.lateness = 0;
    this.lateAtMs = -Infinity;
    this.earlyAtMs = -Infinity;
  }

  /**
   * Takes what a view says.
   *
   * @param {number} frame
   * @param {number} depth
   * @param {number} nowMs
   * @param {{usualRoundTripMs: number, jitterMs: number}} measured 0 when not known yet
   */
  onView(frame, depth, nowMs, measured) {
    if (frame <= this.newestFrame) return;
    this.newestFrame = frame;
    this.newestAtMs = nowMs;
    this.lateness *= LATENESS_LEFT;
    this.targetDepth = TARGET_DEPTH + Math.min(MOST_EXTRA_DEPTH, measured.jitterMs / this.frameMs + this.lateness);
    this.lead = Math.ceil(measured.usualRoundTripMs / this.frameMs + this.targetDepth);
    if (this.nextFrame < 0) {
      this.#start(nowMs);
      return;
    }
    this.depth += (depth - this.depth) * DEPTH_WEIGHT;
    const correction = (this.targetDepth - this.depth) * GAIN;
    this.speed = 1 + Math.max(-MOST_CORRECTION, Math.min(MOST_CORRECTION, correction));
    if (this.nextFrame <= frame) this.#start(nowMs);
  }

  /** An input came too late, although sent in time by this clock: aim further ahead at once, and for a while. */
  onTooLate(nowMs) {
    if (this.nextFrame < 0 || nowMs - this.lateAtMs < ONE_REASON_MS) return;
    this.lateAtMs = nowMs;
    this.lateness = Math.min(MOST_EXTRA_DEPTH, this.lateness + 1);
    this.lead++;
    this.#start(nowMs);
  }

  /** An input came too early: the round trip was thought longer than it is. Waits until there is room again. */
  onTooEarly(nowMs) {
    if (nowMs - this.earlyAtMs < ONE_REASON_MS) return;
    this.earlyAtMs = nowMs;
    this.lateness = 0;
    this.depth = this.targetDepth;
    this.speed = 1;
    this.nextAtMs = Math.max(this.nextAtMs, nowMs) + (MOST_AHEAD_FRAMES - this.targetDepth) * this.frameMs;
  }

  /**
   * The target frames of the inputs to make now; mostly none or one.
   *
   * @param {number} nowMs
   * @returns {number[]}
   */
  due(nowMs) {
    const frames = [];
    if (this.nextFrame < 0) return frames;
    if (nowMs - this.nextAtMs > MOST_CATCH_UP * this.frameMs) this.#start(nowMs);
    while (this.nextAtMs <= nowMs) {
      this.nextAtMs += this.frameMs / this.speed;
      if (this.nextFrame - this.#estimate(nowMs) > this.lead + MOST_SLACK_FRAMES) continue;
      frames.push(this.nextFrame++);
    }
    return frames;
  }

  /** Milliseconds until an input is due; 0 or less when one is. */
  waitMs(nowMs) {
    return this.nextFrame < 0 ? this.frameMs : this.nextAtMs - nowMs;
  }

  /** The frame that a view would show if it arrived now. */
  #estimate(nowMs) {
    return this.newestFrame + Math.min(this.hz, (nowMs - this.newestAtMs) / this.frameMs);
  }

  #start(nowMs) {
    if (this.nextFrame >= 0) this.restarts++;
    // Never back: a frame that was aimed at has its input.
    this.nextFrame = Math.max(this.nextFrame, Math.floor(this.#estimate(nowMs)) + this.lead + 1);
    this.nextAtMs = nowMs;
    this.depth = this.targetDepth;
    this.speed = 1;
  }
}
