/** The first wait after a second failure in a row; it doubles with each further one. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/** For so long after a loss, each of several addresses is tried again soon: one of them is about to serve. */
const SEARCH_MS = 2000;
const SEARCH_WAIT_MS = 20;

/** Reasons that hold wherever one asks. */
const MATCH_OVER = 48;
const RESUMED_ELSEWHERE = 34;

/**
 * Which server may be tried, and when. Each address has its own waiting time, so that a standby is tried while the primary
 * that sent one away is left alone.
 */
export class AddressBook {
  #urls;
  #random;
  #entries = [];
  #last;
  #resetMs = 0;

  /** @param {string[]} urls @param {() => number} random */
  constructor(urls, random) {
    this.#urls = urls;
    this.#random = random;
    this.#last = urls.length - 1;
    this.#entries = urls.map(() => ({ failures: 0, notBeforeMs: 0, isRefused: false, isTaken: false }));
  }

  /** Whether there is another server to try than the one that serves. */
  get hasAlternatives() {
    return this.#urls.length > 1;
  }

  /** Every address may be tried at once; `failures` are forgotten where play went well since. */
  reset(nowMs, forgetsFailures) {
    this.#resetMs = nowMs;
    for (const entry of this.#entries) {
      entry.notBeforeMs = nowMs;
      entry.isRefused = false;
      if (forgetsFailures) entry.failures = 0;
    }
  }

  /** Of the addresses that are not taken, the one that may be tried first, those behind the last one first; or -1. */
  first() {
    let best = -1;
    for (let i = 1; i <= this.#urls.length; i++) {
      const candidate = (this.#last + i) % this.#urls.length;
      const { isRefused, isTaken, notBeforeMs } = this.#entries[candidate];
      if (!isRefused && !isTaken && (best < 0 || notBeforeMs < this.#entries[best].notBeforeMs)) best = candidate;
    }
    return best;
  }

  notBeforeMs(index) {
    return this.#entries[index].notBeforeMs;
  }

  /** There is a connection to that address, or an attempt at one. */
  take(index) {
    this.#entries[index].isTaken = true;
    this.#last = index;
    return this.#urls[index];
  }

  /** There is none any more. */
  giveBack(index) {
    this.#entries[index].isTaken = false;
  }

  /**
   * An address did not give a seat, or no longer. The first failure waits for as long as the server asked; with each further
   * one it doubles; and a random share of the same is added.
   *
   * @param {boolean} isUrgent nobody serves, as far as is known
   */
  failed(index, askedMs, isUrgent, nowMs) {
    const entry = this.#entries[index];
    let waitMs = Math.max(askedMs, SEARCH_WAIT_MS);
    if (!this.hasAlternatives || !isUrgent || nowMs - this.#resetMs >= SEARCH_MS) {
      const failures = entry.failures++;
      const base = failures === 0 ? askedMs : Math.max(askedMs, FIRST_WAIT_MS) * 2 ** (failures - 1);
      waitMs = Math.max(this.hasAlternatives ? SEARCH_WAIT_MS : 0, Math.min(LONGEST_WAIT_MS, base));
    }
    entry.notBeforeMs = nowMs + waitMs * (1 + this.#random());
  }

  /** An address said that the same attempt will not succeed there. Whether that holds everywhere. */
  refusedForGood(index, code) {
    if (code === MATCH_OVER || code === RESUMED_ELSEWHERE) return true;
    this.#entries[index].isRefused = true;
    return this.#entries.every((entry) => entry.isRefused);
  }
}
