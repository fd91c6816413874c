// Reads the bits of one part of a view (snapshot/codec/FORMAT.md).

import { BitReader, ViewFormatError } from './bits.js';
import { GOES_ON, OWNED, SAME_TEAM } from './layout.js';

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

const ID_ORDER = 2;
const NUMBER_BITS = 31;

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
    /** @type {{table: ViewTable, id: number, value: RowValue | undefined, oldestNamed: number}[]} */
    this.entries = [];
    /** How old the last baseline was, and how long before that the value by which smooth columns are told; 0 for none. */
    this.previousAge = 0;
    this.previousBefore = 0;
    /** The columns that changed last, by access and GOES_ON. @type {Map<number, Set<Column>>} */
    this.previousMasks = new Map();
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
      index += 1 + this.bits.golomb(0, NUMBER_BITS);
      const table = this.decoder.tables[index];
      if (!table) {
        throw new ViewFormatError(`table ${index} of ${this.decoder.tables.length}`);
      }
      this.previousMasks.clear();
      let id = this.id(table, -1);
      if (id < 0) {
        throw new ViewFormatError(`${table.table.name} without a row`);
      }
      while (id >= 0) {
        this.entry(table, id);
        id = id === table.table.capacity - 1 ? -1 : this.id(table, id);
      }
    }
  }

  /** The next wire id, or -1 at the table's end. @param {ViewTable} table @param {number} previous @returns {number} */
  id(table, previous) {
    const isNext = !this.bits.bit();
    const gap = isNext ? 0 : this.bits.golomb(ID_ORDER, NUMBER_BITS);
    if (!isNext && gap === 0) {
      return -1;
    }
    const id = previous + 1 + gap;
    if (id >= table.table.capacity) {
      throw new ViewFormatError(`${table.table.name} has no wire id ${id}`);
    }
    return id;
  }

  /** @param {ViewTable} table @param {number} id */
  entry(table, id) {
    if (!this.bits.bit()) {
      this.changed(table, id, true);
    } else if (!this.bits.bit()) {
      this.changed(table, id, false);
    } else if (this.bits.bit()) {
      this.entries.push({ table, id, value: undefined, oldestNamed: -1 });
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
    this.entries.push({ table, id, value: { access, values }, oldestNamed: -1 });
  }

  /** @param {ViewTable} table @param {number} id @param {boolean} asBefore with baseline and mask of the one before it */
  changed(table, id, asBefore) {
    const row = table.rows[id];
    if (!row || !row.isShown() || this.startsOver) {
      throw new ViewFormatError(`${table.table.name}: a change of wire id ${id}, not shown`);
    }
    this.baseline(table.table, asBefore);
    const baselineFrame = this.frame - this.previousAge;
    const base = this.held(table, id, baselineFrame);
    const beforeFrames = table.table.hasSmooth ? this.previousBefore : 0;
    const earlier = beforeFrames === 0 ? base : this.held(table, id, baselineFrame - beforeFrames);
    if (earlier.access !== base.access) {
      throw new ViewFormatError(`${table.table.name}: wire id ${id} showed other columns`);
    }
    const shownAs = beforeFrames === 0 ? base.access : base.access | GOES_ON;
    const changed = this.mask(table.table, shownAs, asBefore);
    this.requireNew(table, id);
    const values = base.values.slice();
    for (const column of table.table.shownColumns) {
      const { index } = column;
      if (beforeFrames > 0 && column.isSmooth && column.isShown(base.access)) {
        values[index] = this.goneOn(
          column, /** @type {number} */ (values[index]), /** @type {number} */ (earlier.values[index]), beforeFrames);
      } else if (changed.has(column)) {
        values[index] = this.change(column, values[index]);
      }
    }
    this.entries.push({ table, id, value: { access: base.access, values }, oldestNamed: baselineFrame - beforeFrames });
  }

  /** @param {Table} table @param {boolean} asBefore */
  baseline(table, asBefore) {
    if (this.previousAge === 0 && asBefore) {
      throw new ViewFormatError(`${table.name}: a change like the one before it, and there is none`);
    }
    if (!asBefore && (this.previousAge === 0 || this.bits.bit())) {
      this.previousAge = this.bits.age() + 1;
      if (table.hasSmooth) {
        this.previousBefore = this.bits.bit() ? 1 + this.bits.golomb(0, NUMBER_BITS) : 0;
      }
    }
  }

  /** @param {ViewTable} table @param {number} id @param {number} frame @returns {RowValue} */
  held(table, id, frame) {
    const value = table.rows[id]?.byFrame.get(frame);
    if (!value) {
      throw new ViewFormatError(`${table.table.name}: wire id ${id} against frame ${frame}, which is not held`);
    }
    return value;
  }

  /**
   * The columns that changed, but for smooth ones that are told by how they went.
   *
   * @param {Table} table
   * @param {number} shownAs
   * @param {boolean} asBefore
   * @returns {Set<Column>}
   */
  mask(table, shownAs, asBefore) {
    const previous = this.previousMasks.get(shownAs) ?? new Set();
    if (asBefore || !this.bits.bit()) {
      return previous;
    }
    const goesOn = (shownAs & GOES_ON) !== 0;
    const columns = new Set(
      table.shownColumns.filter(
        (column) => column.isShown(shownAs) && !(goesOn && column.isSmooth) && this.bits.bit(),
      ),
    );
    this.previousMasks.set(shownAs, columns);
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
    return this.other(column, base, column.order);
  }

  /** A value that is not its baseline's. @param {Column} column @param {Value} base @param {number} order @returns {Value} */
  other(column, base, order) {
    const from = this.from(column, base);
    return typeof from === 'bigint'
      ? this.offBig(column, from, this.bits.golombBig(order, column.wireBits) + 1n)
      : this.off(column, from, this.bits.golomb(order, column.wireBits) + 1);
  }

  /**
   * A smooth value, against where it would be had it gone on as it went.
   *
   * @param {Column} column
   * @param {number} base
   * @param {number} earlier
   * @param {number} beforeFrames
   * @returns {Value}
   */
  goneOn(column, base, earlier, beforeFrames) {
    const from = /** @type {number} */ (column.toWire(base));
    const back = /** @type {number} */ (column.toWire(earlier));
    const order = Math.min(column.wireBits - 1, column.smoothBits + 31 - Math.clz32(this.previousAge));
    if (from === back) {
      return this.bits.bit() ? this.other(column, base, order) : base;
    }
    const around = /** @type {number} */ (column.wireMax) + 1;
    const up = from >= back ? from - back : from - back + around;
    const way = up <= Math.floor((around - 1) / 2) ? up : up - around;
    const goes = Math.floor((2 * way * this.previousAge + beforeFrames) / (2 * beforeFrames));
    const expected = (((from + goes) % around) + around) % around;
    return this.off(column, expected, this.bits.golomb(order, column.wireBits));
  }

  /**
   * The value that is so far off another, the shorter way round: 0 = the same, then 1 down, 1 up, 2 down, and so on.
   *
   * @param {Column} column
   * @param {number} from
   * @param {number} folded
   * @returns {Value}
   */
  off(column, from, folded) {
    const most = /** @type {number} */ (column.wireMax);
    if (folded > most) {
      throw new ViewFormatError(`${column.name}: a value outside its range`);
    }
    const to = folded % 2 === 0 ? from + folded / 2 : from - (folded + 1) / 2;
    return this.inRange(column, to < 0 ? to + most + 1 : to > most ? to - most - 1 : to);
  }

  /** @param {Column} column @param {bigint} from @param {bigint} folded @returns {Value} */
  offBig(column, from, folded) {
    const most = /** @type {bigint} */ (column.wireMax);
    if (folded > most) {
      throw new ViewFormatError(`${column.name}: a value outside its range`);
    }
    const to = (folded & 1n) === 0n ? from + (folded >> 1n) : from - ((folded + 1n) >> 1n);
    return this.inRange(column, to < 0n ? to + most + 1n : to > most ? to - most - 1n : to);
  }

  /** @param {Column} column @param {number} bits @returns {number | bigint} */
  wire(column, bits) {
    return column.isBig ? this.bits.readBig(bits) : this.bits.read(bits);
  }

  /** @param {Column} column @param {Value} base @returns {number | bigint} */
  from(column, base) {
    return column.toWire(/** @type {number | bigint} */ (base));
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
