// Reads the bits of one part of a view (snapshot/codec/FORMAT.md).

import { BitReader, ViewFormatError } from './bits.js';
import { OWNED, SAME_TEAM } from './layout.js';

/**
 * @typedef {import('./layout.js').Table} Table
 * @typedef {import('./layout.js').Column} Column
 * @typedef {import('./view-decoder.js').ViewDecoder} ViewDecoder
 * @typedef {import('./view-decoder.js').ViewTable} ViewTable
 * @typedef {import('./view-decoder.js').Value} Value
 * @typedef {import('./view-decoder.js').RowValue} RowValue
 * @typedef {import('./view-decoder.js').Effect} Effect
 */

/** The most sure effects that a server sends beyond the one whose turn it is. */
const MAX_PENDING_SURE = 256;

/** Reads one part; nothing of it counts before the decoder commits it. */
export class PartReader {
  /** @param {ViewDecoder} decoder @param {Uint8Array} body @param {number} frame */
  constructor(decoder, body, frame) {
    this.decoder = decoder;
    this.bits = new BitReader(body);
    this.frame = frame;
    this.startsOver = false;
    this.beginningFrame = -1;
    this.firstSure = 0;
    /** @type {{number: number, effect: Effect}[]} */
    this.sure = [];
    /** @type {Effect[]} */
    this.momentary = [];
    /** @type {{table: ViewTable, id: number, value: RowValue | undefined, baselineFrame: number}[]} */
    this.entries = [];
    this.previousAge = 0;
    /** @type {{access: number, columns: Column[]} | undefined} */
    this.previousMask = undefined;
  }

  part() {
    this.beginning();
    this.sureEffects();
    while (this.bits.bit()) {
      this.momentary.push(this.effect(false));
    }
    this.tables();
    this.bits.requireEnd();
  }

  beginning() {
    const known = this.decoder.beginningFrame;
    if (this.bits.bit()) {
      this.beginningFrame = this.frame - this.bits.age();
      this.firstSure = this.bits.read(32);
      if (this.beginningFrame < 0 || this.beginningFrame < known || this.firstSure > 0x7fffffff) {
        throw new ViewFormatError('a beginning that lies before the one that is known');
      }
      this.startsOver = this.beginningFrame > known;
    } else if (known < 0) {
      throw new ViewFormatError('the first part of a view without its beginning');
    }
  }

  // ---- effects

  sureEffects() {
    const known = this.decoder.nextSureEffect;
    const next = this.startsOver ? Math.max(this.firstSure, known) : known;
    let number = -1;
    while (this.bits.bit()) {
      number = number < 0 ? this.bits.read(32) : number + 1 + this.bits.gap();
      if (number >= next + MAX_PENDING_SURE || number > 0x7fffffff) {
        throw new ViewFormatError(`sure effect ${number} when ${next} is next`);
      }
      this.sure.push({ number, effect: this.effect(true) });
    }
  }

  /** @param {boolean} isSure @returns {Effect} */
  effect(isSure) {
    const id = this.bits.read(this.decoder.layout.effectTypeBits);
    const type = this.decoder.layout.effects[id];
    if (!type || type.isSure !== isSure) {
      throw new ViewFormatError(`effect type ${id} is unknown or of the other class`);
    }
    const frame = this.frame - this.bits.age();
    if (frame < 0) {
      throw new ViewFormatError('an effect from before the match');
    }
    /** @type {Record<string, Value>} */
    const values = {};
    for (const column of type.columns) {
      values[column.name] = column.visible === 'all' ? this.whole(column) : column.type === 'ref' ? 0 : column.blank();
    }
    return { frame, type, values };
  }

  // ---- rows

  tables() {
    let index = -1;
    while (this.bits.bit()) {
      index += 1 + this.bits.gap();
      const table = this.decoder.tables[index];
      if (!table) {
        throw new ViewFormatError(`table ${index} of ${this.decoder.tables.length}`);
      }
      this.previousMask = undefined;
      let id = -1;
      do {
        id += 1 + this.bits.gap();
        if (id >= table.table.capacity) {
          throw new ViewFormatError(`${table.table.name} has no wire id ${id}`);
        }
        this.entry(table, id);
      } while (this.bits.bit());
    }
  }

  /** @param {ViewTable} table @param {number} id */
  entry(table, id) {
    if (!this.bits.bit()) {
      this.changed(table, id);
    } else if (this.bits.bit()) {
      this.entries.push({ table, id, value: undefined, baselineFrame: -1 });
    } else {
      this.full(table, id);
    }
  }

  /** @param {ViewTable} table @param {number} id */
  full(table, id) {
    let access = 0;
    if (table.table.hasTeamColumns && this.bits.bit()) {
      access |= SAME_TEAM;
    }
    if (table.table.hasOwnerColumns && this.bits.bit()) {
      access |= OWNED;
    }
    this.requireNew(table, id);
    /** @type {Value[]} */
    const values = table.table.columns.map((column) =>
      column.type === 'bytes' ? new Uint8Array(column.widthBytes) : column.isBig ? 0n : 0,
    );
    for (const column of table.table.shownColumns) {
      if (column.isShown(access)) {
        values[column.index] = this.whole(column);
      }
    }
    this.entries.push({ table, id, value: { access, values }, baselineFrame: -1 });
  }

  /** @param {ViewTable} table @param {number} id */
  changed(table, id) {
    const row = table.rows[id];
    if (!row || !row.isShown() || this.startsOver) {
      throw new ViewFormatError(`${table.table.name}: a change of wire id ${id}, not shown`);
    }
    if (this.previousAge === 0 || this.bits.bit()) {
      this.previousAge = this.bits.age() + 1;
    }
    const baselineFrame = this.frame - this.previousAge;
    const base = row.byFrame.get(baselineFrame);
    if (!base) {
      throw new ViewFormatError(`${table.table.name}: wire id ${id} against frame ${baselineFrame}, which is not held`);
    }
    const columns = this.mask(table.table, base.access);
    this.requireNew(table, id);
    const values = base.values.slice();
    for (const column of columns) {
      values[column.index] = this.change(column, values[column.index]);
    }
    this.entries.push({ table, id, value: { access: base.access, values }, baselineFrame });
  }

  /** The columns that changed. @param {Table} table @param {number} access @returns {Column[]} */
  mask(table, access) {
    const previous = this.previousMask;
    if (previous && !this.bits.bit()) {
      if (previous.access !== access) {
        throw new ViewFormatError(`${table.name}: the columns of a row that shows others`);
      }
      return previous.columns;
    }
    const columns = table.shownColumns.filter((column) => column.isShown(access) && this.bits.bit());
    this.previousMask = { access, columns };
    return columns;
  }

  /** @param {ViewTable} table @param {number} id */
  requireNew(table, id) {
    if (table.rows[id]?.byFrame.has(this.frame)) {
      throw new ViewFormatError(`${table.table.name}: too many values of wire id ${id}`);
    }
  }

  // ---- values

  /** @param {Column} column @returns {Value} */
  whole(column) {
    if (column.type === 'bytes') {
      return this.bytes(column);
    }
    if (column.hasShortForms && !this.bits.bit()) {
      return column.type === 'ref' ? 0 : column.toRaw(column.defaultWire);
    }
    return this.inRange(column, this.wire(column, column.wireBits));
  }

  /** @param {Column} column @param {Value} base @returns {Value} */
  change(column, base) {
    if (column.type === 'bytes') {
      return this.bytes(column);
    }
    if (column.type !== 'ref' && column.wireBits === 1) {
      const from = this.from(column, base);
      return column.toRaw(typeof from === 'bigint' ? 1n - from : 1 - from);
    }
    if (column.type === 'ref' || !column.hasShortForms) {
      return this.inRange(column, this.wire(column, column.wireBits));
    }
    if (!this.bits.bit()) {
      return this.moved(column, base, column.smallBits);
    }
    if (!this.bits.bit()) {
      return this.moved(column, base, column.mediumBits);
    }
    return this.inRange(column, this.wire(column, column.wireBits));
  }

  /** @param {Column} column @param {number} bits @returns {number | bigint} */
  wire(column, bits) {
    return column.isBig ? this.bits.readBig(bits) : this.bits.read(bits);
  }

  /** @param {Column} column @param {Value} base @returns {number | bigint} */
  from(column, base) {
    return column.toWire(/** @type {number | bigint} */ (base));
  }

  /** @param {Column} column @param {Value} base @param {number} bits @returns {Value} */
  moved(column, base, bits) {
    const from = this.from(column, base);
    if (column.isBig) {
      const zigzag = this.bits.readBig(bits) + 1n;
      const by = zigzag & 1n ? -((zigzag + 1n) >> 1n) : zigzag >> 1n;
      return this.inRange(column, BigInt.asUintN(64, /** @type {bigint} */ (from) + by));
    }
    const zigzag = this.bits.read(bits) + 1;
    const by = zigzag % 2 === 1 ? -(zigzag + 1) / 2 : zigzag / 2;
    return this.inRange(column, /** @type {number} */ (from) + by);
  }

  /** @param {Column} column @param {number | bigint} wire @returns {Value} */
  inRange(column, wire) {
    if (wire < 0 || wire > column.wireMax) {
      throw new ViewFormatError(`${column.name}: a value outside its range`);
    }
    return column.toRaw(wire);
  }

  /** @param {Column} column @returns {Uint8Array} */
  bytes(column) {
    const length = this.bits.read(column.wireBits);
    if (length > column.widthBytes) {
      throw new ViewFormatError(`${column.name}: more bytes than it has`);
    }
    const bytes = new Uint8Array(column.widthBytes);
    for (let i = 0; i < length; i++) {
      bytes[i] = this.bits.read(8);
    }
    return bytes;
  }
}
