/**
 * Draws what others do a little in the past, between two frames that were both received: smooth, and never guessed.
 */

/** Frames kept; half a second at 60 Hz. */
const MOST_FRAMES = 32;

/** How far behind the newest frame others are shown, in frames. */
const LEAST_DELAY = 2;
const MOST_DELAY = 6;

/** Beyond this much off, the clock jumps rather than glides. */
const JUMP_FRAMES = 8;

/** The view clock drifts towards where it should be by at most this part of its speed. */
const MOST_DRIFT = 0.1;

/**
 * @typedef {Record<string, number | boolean | string | undefined>} Row values by column name
 * @typedef {Map<string, Map<number, Row>>} Tables rows by table name and the id that views give a row
 * @typedef {{frame: number, tables: Tables}} Snapshot
 */

/**
 * Keeps the newest snapshots and the time at which others are shown: `clock()` in frames, fractions included.
 *
 * The delay follows the jitter: two frames when views are punctual, up to six when they are not.
 */
export class Interpolation {
  /** @param {number} hz */
  constructor(hz) {
    /** Off: others are drawn where the newest view has them, for comparison. */
    this.isOn = true;
    /** How often the time was asked for, and how often there was no newer view to go towards. */
    this.pictures = 0;
    this.dryPictures = 0;
    this.frameMs = 1000 / hz;
    /** @type {Snapshot[]} the oldest first */
    this.snapshots = [];
    this.delay = LEAST_DELAY;
    this.time = -1;
    this.lastMs = 0;
    this.newestMs = 0;
  }

  clear() {
    this.snapshots = [];
    this.time = -1;
  }

  /**
   * @param {Snapshot} snapshot
   * @param {number} nowMs
   * @param {number} jitterMs
   */
  add(snapshot, nowMs, jitterMs) {
    const newest = this.newest();
    if (newest && snapshot.frame <= newest.frame) {
      if (snapshot.frame < newest.frame) return;
      this.snapshots.pop();
    }
    this.snapshots.push(snapshot);
    if (this.snapshots.length > MOST_FRAMES) this.snapshots.shift();
    this.newestMs = nowMs;
    const wanted = Math.max(LEAST_DELAY, Math.min(MOST_DELAY, 1 + (3 * jitterMs) / this.frameMs));
    this.delay += (wanted - this.delay) * 0.02;
  }

  /** @returns {Snapshot | undefined} */
  newest() {
    return this.snapshots[this.snapshots.length - 1];
  }

  /**
   * Moves the view clock on to now and returns it.
   *
   * @param {number} nowMs
   */
  clock(nowMs) {
    const newest = this.newest();
    if (!newest) return -1;
    if (!this.isOn) {
      this.lastMs = nowMs;
      return (this.time = newest.frame);
    }
    const wanted = newest.frame - this.delay + Math.min(this.delay, (nowMs - this.newestMs) / this.frameMs);
    if (this.time < 0 || Math.abs(wanted - this.time) > JUMP_FRAMES) {
      this.time = wanted;
    } else {
      const step = Math.max(0, nowMs - this.lastMs) / this.frameMs;
      const drift = Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, (wanted - this.time) * 0.2));
      this.time = Math.min(newest.frame, this.time + step * (1 + drift));
    }
    this.time = Math.max(this.snapshots[0].frame, this.time);
    this.pictures++;
    if (this.time >= newest.frame) this.dryPictures++;
    this.lastMs = nowMs;
    return this.time;
  }

  /** What an input says its player saw of others: a frame, and the part of a frame beyond it. */
  seen() {
    const newest = this.newest();
    if (!newest) return { frame: -1, fraction: 0 };
    const time = Math.max(0, this.time < 0 ? newest.frame : this.time);
    return { frame: Math.floor(time), fraction: time - Math.floor(time) };
  }

  /**
   * The rows of a table at the view clock's time. Columns in `smooth` lie between the two frames; the others, and
   * rows that only one of the frames has, are as in the older one.
   *
   * @param {string} table
   * @param {{linear?: string[], turning?: Record<string, number>, mostStep?: number}} smooth columns that go straight;
   *     columns that turn, with what a whole turn is; the farthest that a linear column goes in a frame without it
   *     being a jump, which is shown as one
   * @returns {Map<number, Row>}
   */
  rows(table, smooth) {
    const rows = new Map();
    if (this.snapshots.length === 0) return rows;
    const { older, newer, part } = this.#around(this.time);
    const later = newer.tables.get(table);
    for (const [id, row] of older.tables.get(table) ?? []) {
      const next = later?.get(id);
      rows.set(id, next && next !== row ? between(row, next, part, smooth, newer.frame - older.frame) : row);
    }
    return rows;
  }

  /** The two snapshots around a time, and the way from the older to the newer, 0 up to 1. */
  #around(time) {
    const list = this.snapshots;
    let i = list.length - 1;
    while (i > 0 && list[i].frame > time) i--;
    const older = list[i];
    const newer = list[Math.min(i + 1, list.length - 1)];
    const span = newer.frame - older.frame;
    return { older, newer, part: span === 0 ? 0 : Math.max(0, Math.min(1, (time - older.frame) / span)) };
  }
}

function between(row, next, part, smooth, frames) {
  const linear = smooth.linear ?? [];
  const most = (smooth.mostStep ?? Infinity) * frames;
  if (linear.some((column) => Math.abs(next[column] - row[column]) > most)) return part < 0.5 ? row : next;
  const mixed = { ...row };
  for (const column of linear) mixed[column] = row[column] + (next[column] - row[column]) * part;
  for (const column in smooth.turning) {
    mixed[column] = turned(row[column], next[column], part, smooth.turning[column]);
  }
  return mixed;
}

/** A part of the shorter way around. */
export function turned(from, to, part, whole) {
  const way = ((((to - from + whole / 2) % whole) + whole) % whole) - whole / 2;
  return from + way * part;
}
