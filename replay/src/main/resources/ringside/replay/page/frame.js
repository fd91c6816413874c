// States as the server sends them: see FrameWriter. Rows are decoded when they are asked for, by the layout alone.

import { readable } from '/client/game.js';
import { decodeRecord, textOf } from '/client/record.js';

const OVER = 1;
const LOOKED = 2;
const SEATED = 4;
const SEEN = 4;
const HEAD_BYTES = 24;
const INDEX = 0xffff;

/** Of a row: what of it the player who looks is shown; undefined when nobody looks. */
export const ACCESS = Symbol('access');

const aligned = (at) => (at + 3) & ~3;

/** One frame of the match. */
export class Frame {
  #view;
  #layout;
  #tables = new Map();
  #rows = new Map();

  /** @param {DataView} view of this frame alone @param {import('/client/layout.js').Layout} layout */
  constructor(view, layout) {
    this.#view = view;
    this.#layout = layout;
    this.frame = view.getInt32(4, true);
    this.hash = view.getBigUint64(8, true).toString(16).padStart(16, '0');
    const flags = view.getUint8(16);
    this.isOver = (flags & OVER) !== 0;
    this.isLookedAt = (flags & LOOKED) !== 0;
    this.isSeated = (flags & SEATED) !== 0;
    let at = HEAD_BYTES;
    for (let i = view.getUint16(18, true); i > 0; i--) {
      const table = layout.tables[view.getUint16(at, true)];
      const count = view.getUint32(at + 4, true);
      const accessAt = at + 8 + count * table.strideBytes;
      this.#tables.set(table.name, { table, count, at: at + 8, accessAt });
      at = aligned(accessAt + (this.isLookedAt ? count : 0));
    }
    /** Since the frame before it that was asked for with it. */
    this.effects = [];
    for (let i = view.getUint32(20, true); i > 0; i--) {
      const type = layout.effects[view.getUint16(at + 4, true)];
      const bytes = new Uint8Array(view.buffer, view.byteOffset + at + 8, type.lengthBytes);
      const raw = decodeRecord(type, bytes);
      const fields = {};
      for (const column of type.columns) fields[column.name] = readable(column, raw[column.name]);
      this.effects.push({
        name: type.name, frame: view.getInt32(at, true), sure: type.isSure, isShown: view.getUint8(at + 6) === 1, fields,
      });
      at = aligned(at + 8 + type.lengthBytes);
    }
  }

  /** Names of the tables that it holds. */
  get tables() {
    return [...this.#tables.values()].map((one) => one.table);
  }

  /**
   * All rows of a table by their handles, values for people.
   *
   * @param {string} name
   * @returns {Map<number, Record<string, any>>}
   */
  rows(name) {
    let rows = this.#rows.get(name);
    if (!rows) {
      rows = this.#read(this.#tables.get(name));
      this.#rows.set(name, rows);
    }
    return rows;
  }

  #read(held) {
    const rows = new Map();
    if (!held) return rows;
    const { table, count, at, accessAt } = held;
    for (let i = 0; i < count; i++) {
      const start = at + i * table.strideBytes;
      const row = {};
      for (const column of table.columns) row[column.name] = this.#value(column, start + column.offset);
      if (this.isLookedAt) row[ACCESS] = this.#view.getUint8(accessAt + i);
      rows.set(this.#view.getInt32(start, true), row);
    }
    return rows;
  }

  #value(column, at) {
    const view = this.#view;
    if (column.type === 'bytes') {
      const bytes = new Uint8Array(view.buffer, view.byteOffset + at, column.widthBytes);
      return column.isText ? textOf(bytes) : readable(column, bytes);
    }
    switch (column.widthBytes) {
      case 1: return readable(column, view.getInt8(at));
      case 2: return readable(column, view.getInt16(at, true));
      case 4: return readable(column, view.getInt32(at, true));
      default: return readable(column, view.getBigInt64(at, true));
    }
  }

  /** Whether who looks is shown a value. */
  isShown(table, row, column) {
    const access = row[ACCESS];
    return access === undefined || ((access & SEEN) !== 0 && table.shownColumns.includes(column) && column.isShown(access));
  }

  /**
   * The rows that who looks is shown, with the values that they are shown; all where nobody looks.
   *
   * @param {string} name
   */
  shown(name) {
    const held = this.#tables.get(name);
    const all = this.rows(name);
    if (!this.isLookedAt || !held) return all;
    const rows = new Map();
    for (const [handle, row] of all) {
      if ((row[ACCESS] & SEEN) === 0) continue;
      const shown = {};
      for (const column of held.table.shownColumns) {
        if (column.isShown(row[ACCESS])) shown[column.name] = row[column.name];
      }
      rows.set(handle, shown);
    }
    return rows;
  }
}

/** The number of the row that a handle names. */
export const rowIndex = (handle) => handle & INDEX;

/** @param {DataView} view an answer with any number of frames @returns {Frame[]} */
export function readFrames(view, layout) {
  const frames = [];
  for (let at = 0; at < view.byteLength; ) {
    const length = 4 + view.getUint32(at, true);
    frames.push(new Frame(new DataView(view.buffer, view.byteOffset + at, length), layout));
    at += length;
  }
  return frames;
}
