// What a client knows of a match, from nothing but its layout and the parts of views that reached it, in whatever order
// and however often. The bits are described in snapshot/codec/FORMAT.md.

import { ViewFormatError } from './bits.js';
import { PartReader } from './part-reader.js';

export { ViewFormatError };

/**
 * @typedef {import('./layout.js').Layout} Layout
 * @typedef {import('./layout.js').Table} Table
 * @typedef {import('./layout.js').Column} Column
 * @typedef {import('./layout.js').RecordType} RecordType
 * @typedef {number | bigint | Uint8Array} Value raw, see layout.js
 * @typedef {{access: number, values: Value[]}} RowValue values by the column's index
 * @typedef {{frame: number, type: RecordType, values: Record<string, Value>}} Effect
 * @typedef {'applied' | 'repeated' | 'outdated'} Outcome acknowledge the first two
 */

const HEADER_BYTES = 12;
const MICROS_PER_UNIT = 16;

/** What is held of one wire id: its values by frame, as far back as the server may still name them. */
class HeldRow {
  constructor() {
    /** @type {Map<number, RowValue>} */
    this.byFrame = new Map();
    this.frame = -1;
    this.sinceFrame = -1;
  }

  /** @returns {boolean} */
  isShown() {
    return this.frame >= 0;
  }

  /**
   * @param {number} frame
   * @param {RowValue} value
   * @param {number} oldestNamed the oldest frame that it was told by, or -1
   * @param {number} historyFrames
   */
  commit(frame, value, oldestNamed, historyFrames) {
    for (const held of this.byFrame.keys()) {
      if (held < oldestNamed || (held <= frame - historyFrames && held !== oldestNamed)) {
        this.byFrame.delete(held);
      }
    }
    if (!this.isShown()) {
      this.sinceFrame = frame;
    }
    this.byFrame.set(frame, value);
    this.frame = frame;
  }

  clear() {
    this.byFrame.clear();
    this.frame = -1;
  }

  /** @returns {RowValue} */
  newest() {
    return /** @type {RowValue} */ (this.byFrame.get(this.frame));
  }
}

/** What a client is shown of one table. Rows go by wire id. */
export class ViewTable {
  /** @param {Table} table */
  constructor(table) {
    this.table = table;
    /** @type {(HeldRow | undefined)[]} */
    this.rows = [];
  }

  /** The shown wire ids, rising. @returns {Generator<number>} */
  *ids() {
    for (let id = 0; id < this.rows.length; id++) {
      if (this.isShown(id)) {
        yield id;
      }
    }
  }

  /** @param {number} id @returns {boolean} */
  isShown(id) {
    return this.rows[id]?.isShown() ?? false;
  }

  /** The newest frame of which the row's value is known. @param {number} id @returns {number} */
  frame(id) {
    return this.shown(id).frame;
  }

  /** The frame at which the row was first shown. @param {number} id @returns {number} */
  sinceFrame(id) {
    return this.shown(id).sinceFrame;
  }

  /** Whether this client is shown that column of the row. @param {number} id @param {string} name */
  has(id, name) {
    const column = this.table.column(name);
    return this.table.shownColumns.includes(column) && column.isShown(this.shown(id).newest().access);
  }

  /**
   * The raw value, at the precision of the wire; 0 for a column that is not shown.
   *
   * @param {number} id
   * @param {string} name
   * @returns {Value}
   */
  value(id, name) {
    return this.shown(id).newest().values[this.table.column(name).index];
  }

  /** The wire id of the row that a reference names, or -1. @param {number} id @param {string} name */
  ref(id, name) {
    return /** @type {number} */ (this.value(id, name)) - 1;
  }

  /** @param {number} id @returns {HeldRow} */
  shown(id) {
    const row = this.rows[id];
    if (!row || !row.isShown()) {
      throw new RangeError(`${this.table.name}: no row is shown under wire id ${id}`);
    }
    return row;
  }

  clear() {
    for (const row of this.rows) {
      row?.clear();
    }
  }
}

export class ViewDecoder {
  /**
   * @param {Layout} layout
   * @param {(effect: Effect) => void} onEffect sure effects exactly once and in order, momentary ones as they come
   * @param {number} [historyFrames] the server's
   */
  constructor(layout, onEffect, historyFrames = 32) {
    this.layout = layout;
    this.onEffect = onEffect;
    this.historyFrames = historyFrames;
    /** What is shown, in the order of the shown tables. */
    this.tables = layout.shownTables.map((table) => new ViewTable(table));
    /** The newest frame of which a part was applied, or -1. */
    this.frame = -1;
    this.lastInput = 0;
    this.bufferDepth = 0;
    this.receiptToFrameMicros = 0;
    /** Sure effects that the server dropped. */
    this.skippedSureEffects = 0;
    /** The number of the next sure effect to be delivered. */
    this.nextSureEffect = 0;
    this.beginningFrame = -1;
    this.hasBegun = false;
    /** @type {Set<number>} */
    this.parts = new Set();
    this.expectedParts = 0;
    /** @type {Map<number, Effect>} */
    this.early = new Map();
  }

  /** Forgets everything but how many sure effects were delivered: for a new epoch on the same match. */
  reset() {
    for (const table of this.tables) {
      table.clear();
    }
    this.frame = -1;
    this.beginningFrame = -1;
    this.startFrame();
  }

  /** @param {string} name @returns {ViewTable} */
  table(name) {
    const found = this.tables.find((one) => one.table.name === name);
    if (!found) {
      throw new RangeError(`${name} is shown to no client`);
    }
    return found;
  }

  /** Whether all parts of the newest frame's view were applied. @returns {boolean} */
  isComplete() {
    return this.expectedParts !== 0 && this.parts.size === this.expectedParts;
  }

  /**
   * Reads one part and hands out its effects.
   *
   * @param {Uint8Array} bytes
   * @returns {Outcome}
   * @throws {ViewFormatError} when it is malformed; nothing has changed then
   */
  apply(bytes) {
    if (bytes.length <= HEADER_BYTES) {
      throw new ViewFormatError(`a part of ${bytes.length} bytes`);
    }
    const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
    const frame = header.getInt32(0, true);
    const part = header.getUint8(9) & 0x7f;
    if (frame < 0) {
      throw new ViewFormatError(`a part of frame ${frame}`);
    }
    if (frame < this.frame) {
      return 'outdated';
    }
    if (frame === this.frame && this.parts.has(part)) {
      return 'repeated';
    }
    const read = new PartReader(this, bytes.subarray(HEADER_BYTES), frame);
    read.part();
    if (frame > this.frame) {
      this.startFrame();
      this.frame = frame;
    }
    this.commit(read);
    this.parts.add(part);
    if ((header.getUint8(9) & 0x80) !== 0) {
      this.expectedParts = part + 1;
    }
    this.lastInput = header.getUint32(4, true);
    this.bufferDepth = header.getUint8(8);
    this.receiptToFrameMicros = header.getUint16(10, true) * MICROS_PER_UNIT;
    this.deliver(read);
    return 'applied';
  }

  startFrame() {
    this.parts.clear();
    this.expectedParts = 0;
  }

  /** @param {PartReader} read */
  commit(read) {
    if (read.startsOver) {
      for (const table of this.tables) {
        table.clear();
      }
      if (read.firstSure > this.nextSureEffect) {
        // What was before this client's first beginning it does not miss.
        this.skippedSureEffects += this.hasBegun ? read.firstSure - this.nextSureEffect : 0;
        this.nextSureEffect = read.firstSure;
      }
      this.beginningFrame = read.beginningFrame;
      this.hasBegun = true;
    }
    for (const entry of read.entries) {
      const rows = entry.table.rows;
      if (entry.value) {
        const row = rows[entry.id] ?? (rows[entry.id] = new HeldRow());
        row.commit(read.frame, entry.value, entry.oldestNamed, this.historyFrames);
      } else {
        rows[entry.id]?.clear();
      }
    }
  }

  /** @param {PartReader} read */
  deliver(read) {
    for (const { number, effect } of read.sure) {
      if (number >= this.nextSureEffect) {
        this.early.set(number, effect);
      }
    }
    for (const number of this.early.keys()) {
      if (number < this.nextSureEffect) {
        this.early.delete(number);
      }
    }
    for (let next = this.early.get(this.nextSureEffect); next; next = this.early.get(this.nextSureEffect)) {
      this.early.delete(this.nextSureEffect++);
      this.onEffect(next);
    }
    for (const effect of read.momentary) {
      this.onEffect(effect);
    }
  }
}
