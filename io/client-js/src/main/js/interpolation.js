/**
 * Draws what others do a little in the past, between two frames that were both received: smooth, and never guessed.
 */

/** Frames kept; half a second at 60 Hz. */
const MOST_FRAMES = 32;

/** How far behind the newest frame, as it would be if all views came as fast as the fastest, others are shown. */
const LEAST_DELAY = 2;
const MOST_DELAY = 6;

/** Where views lie several frames apart, as for those who only watch, up to so many of them. */
const MOST_DELAY_VIEWS = 3;

/** So many views decide on the delay; this part of them comes in time for it, with so much to spare. */
const VIEWS_JUDGED = 256;
const IN_TIME = 0.995;
const SPARE_FRAMES = 0.25;

/** The delay nears what is wanted by this part with each view: up at once, down in no hurry. */
const RISES_BY = 0.1;
const FALLS_BY = 0.01;

/** The fastest view is the fastest of so many blocks of so many views. */
const BLOCKS = 3;
const BLOCK_VIEWS = 64;

/** Beyond this much off, the clock jumps rather than glides. */
const JUMP_FRAMES = 8;

/** The view clock drifts towards where it should be by at most this part of its speed. */
const MOST_DRIFT = 0.1;

/** Of a row: the frame at which it was first shown. Ids are given to other rows later. */
export const SINCE = Symbol('since');

/**
 * @typedef {Record<string, number | boolean | string | undefined>} Row values by column name
 * @typedef {Map<string, Map<number, Row>>} Tables rows by table name and the id that views give a row
 * @typedef {{frame: number, tables: Tables}} Snapshot
 */

/**
 * Keeps the newest snapshots and the time at which others are shown: `clock()` in frames, fractions included.
 *
 * The delay is what nearly all views need to come in time, lost and overtaken ones counted: two frames when they are
 * punctual, up to six when they are not, or three views where these are made more seldom.
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
    this.#forgetArrivals();
  }

  /** Where frames stand by the fastest views, less the local time in frames: the best of each block of views. */
  #offsets = [];
  #blockCount = 0;

  /** By how many frames the newest view lay behind that, each time just before the next one came. */
  #needs = [];

  /** The fewest frames from one view to the next, of the newest block of views. */
  #spacing = Infinity;
  #nextSpacing = Infinity;

  clear() {
    this.snapshots = [];
    this.time = -1;
    this.#forgetArrivals();
  }

  /**
   * @param {Snapshot} snapshot
   * @param {number} nowMs
   */
  add(snapshot, nowMs) {
    const newest = this.newest();
    if (newest && snapshot.frame <= newest.frame) {
      if (snapshot.frame < newest.frame) return;
      this.snapshots.pop();
    }
    this.snapshots.push(snapshot);
    if (this.snapshots.length > MOST_FRAMES) this.snapshots.shift();
    if (newest && newest.frame < snapshot.frame) this.#nextSpacing = Math.min(this.#nextSpacing, snapshot.frame - newest.frame);
    this.#arrived(snapshot.frame, newest?.frame ?? snapshot.frame - 1, nowMs);
  }

  #arrived(frame, before, nowMs) {
    const offset = frame - nowMs / this.frameMs;
    // The match stood still, or the way has become much longer: what was learned is of no use.
    if (this.#offset() - offset > 2 * JUMP_FRAMES) this.#forgetArrivals();
    if (this.#blockCount === 0) this.#offsets = [...this.#offsets.slice(1 - BLOCKS), offset];
    else this.#offsets.push(Math.max(this.#offsets.pop(), offset));
    this.#blockCount = (this.#blockCount + 1) % BLOCK_VIEWS;
    if (this.#blockCount === 0) {
      this.#spacing = this.#nextSpacing;
      this.#nextSpacing = Infinity;
    }

    this.#needs.push(nowMs / this.frameMs + this.#offset() - before);
    if (this.#needs.length > VIEWS_JUDGED) this.#needs.shift();
    const sorted = [...this.#needs].sort((a, b) => a - b);
    const need = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * IN_TIME))] + SPARE_FRAMES;
    const mostDelay = Math.max(MOST_DELAY, MOST_DELAY_VIEWS * Math.min(this.#spacing, this.#nextSpacing));
    const wanted = Math.max(LEAST_DELAY, Math.min(mostDelay, need));
    this.delay += (wanted - this.delay) * (wanted > this.delay ? RISES_BY : FALLS_BY);
  }

  #offset() {
    return Math.max(...this.#offsets);
  }

  #forgetArrivals() {
    this.#offsets = [];
    this.#blockCount = 0;
    this.#needs = [];
    this.#spacing = Infinity;
    this.#nextSpacing = Infinity;
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
    const wanted = Math.min(newest.frame, nowMs / this.frameMs + this.#offset() - this.delay);
    if (this.time < 0 || Math.abs(wanted - this.time) > JUMP_FRAMES) {
      this.time = wanted;
    } else {
      const step = Math.max(0, nowMs - this.lastMs) / this.frameMs;
      const drift = Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, (wanted - this.time - step) * 0.2));
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
   * rows that only one of the frames has, are as in the older one. An id that is another row's in the newer one joins
   * nothing.
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
      const isSameRow = next && next !== row && next[SINCE] === row[SINCE];
      rows.set(id, isSameRow ? between(row, next, part, smooth, newer.frame - older.frame) : row);
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
