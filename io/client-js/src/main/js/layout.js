// A match's layout, from the JSON text of the handshake: tables, columns, and the fields of records.
//
// Values of int64 columns are BigInt everywhere, all others are numbers, bytes are Uint8Array. References hold one more
// than the wire id of the row they name, or 0.

/**
 * @typedef {'all' | 'team' | 'owner' | 'nobody'} Visibility
 * @typedef {'bool' | 'int8' | 'int16' | 'int32' | 'int64' | 'fixed' | 'ref' | 'bytes'} ColumnType
 */

const WIDTHS = { bool: 1, int8: 1, int16: 2, int32: 4, int64: 8, fixed: 4, ref: 4 };

const WITHOUT_SHORT_FORMS = 4;

/** With the needs: of a change whose smooth columns are told by how they went before. */
export const GOES_ON = 4;

/** The needs of a column that only the team, or only the owner, is shown. */
export const SAME_TEAM = 1;
export const OWNED = 2;

export class LayoutError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'LayoutError';
  }
}

/** @param {number} value @returns {number} */
function bitsFor(value) {
  return value === 0 ? 0 : 32 - Math.clz32(value);
}

/** A column of a table or a field of a record. */
export class Column {
  /**
   * @param {any} json
   * @param {number} index within its table or record
   * @param {number} start the end of the column before it
   */
  constructor(json, index, start) {
    /** @type {string} */
    this.name = json.name;
    /** @type {ColumnType} */
    this.type = json.type;
    this.index = index;
    /** @type {Visibility} */
    this.visible = json.visible ?? 'all';
    /** @type {string} */
    this.missing = json.missing ?? 'repeat';
    /** @type {string} */
    this.merge = json.merge ?? 'latest';
    this.isText = json.text === true;
    this.isRewound = json.rewound === true;
    this.isPredicted = json.predicted === true;
    /** Bits that mostly hold how far a value is off where it would be had it gone on for a frame; -1 if it does not. */
    this.smoothBits = json.smooth ?? -1;
    this.isSmooth = false;
    /** Of the exponential Golomb code of a change. */
    this.order = 0;
    /** The name of the table that references lead to. @type {string | undefined} */
    this.target = json.target;
    this.droppedBits = json.dropBits ?? 0;
    this.isBig = this.type === 'int64';
    if (this.type !== 'bytes' && WIDTHS[this.type] === undefined) {
      throw new LayoutError(`column ${this.name}: no type ${this.type}`);
    }
    this.widthBytes = this.type === 'bytes' ? json.length : WIDTHS[this.type];
    const alignment = this.type === 'bytes' ? 1 : this.widthBytes;
    /** Bytes from the start of the row or record. */
    this.offset = Math.ceil(start / alignment) * alignment;
    this.needs = this.visible === 'team' ? SAME_TEAM : this.visible === 'owner' ? OWNED : 0;
    this.readRange(json);
  }

  /** @param {any} json */
  readRange(json) {
    if (this.isBig) {
      this.min = BigInt(json.min);
      this.max = BigInt(json.max);
      this.defaultValue = BigInt(json.default ?? (this.min > 0n ? this.min : this.max < 0n ? this.max : 0n));
      const drop = BigInt(this.droppedBits);
      this.wireMin = this.min >> drop;
      this.wireMax = (this.max >> drop) - this.wireMin;
      this.defaultWire = (this.defaultValue >> drop) - this.wireMin;
      this.wireBits = this.wireMax === 0n ? 0 : this.wireMax.toString(2).length;
    } else {
      this.min = this.type === 'bool' || this.type === 'ref' || this.type === 'bytes' ? 0 : json.min;
      this.max = this.type === 'bool' ? 1 : this.type === 'ref' ? 0x7fffffff : this.type === 'bytes' ? 0 : json.max;
      this.defaultValue = json.default ?? Math.max(this.min, Math.min(this.max, 0));
      this.wireMin = this.min >> this.droppedBits;
      this.wireMax = this.type === 'bytes' ? this.widthBytes : (this.max >> this.droppedBits) - this.wireMin;
      this.defaultWire = (this.defaultValue >> this.droppedBits) - this.wireMin;
      this.wireBits = bitsFor(this.wireMax);
    }
    this.setForms();
  }

  /** How long the forms of its values on the wire are. */
  setForms() {
    this.hasShortForms = this.type !== 'bytes' && this.wireBits > WITHOUT_SHORT_FORMS;
    this.isSmooth = this.hasShortForms && this.smoothBits >= 0;
    this.order = Math.floor(this.wireBits / (this.isSmooth ? 2 : 3));
  }

  /**
   * References are as wide as the table they lead to.
   *
   * @param {Table | undefined} table if it is shown
   */
  leadTo(table) {
    this.wireMax = table ? table.capacity : 0;
    this.wireBits = bitsFor(this.wireMax);
    this.setForms();
  }

  /** @param {number} access @returns {boolean} */
  isShown(access) {
    return (access & this.needs) === this.needs;
  }

  /** The value that stands for one that is not given. @returns {number | bigint | Uint8Array} */
  blank() {
    return this.type === 'bytes' ? new Uint8Array(this.widthBytes) : this.defaultValue;
  }

  /** The wire value of a raw one. @param {number | bigint} raw @returns {number | bigint} */
  toWire(raw) {
    if (this.isBig) {
      return (/** @type {bigint} */ (raw) >> BigInt(this.droppedBits)) - /** @type {bigint} */ (this.wireMin);
    }
    return (/** @type {number} */ (raw) >> this.droppedBits) - /** @type {number} */ (this.wireMin);
  }

  /** The raw value of a wire one, within the column's range. @param {number | bigint} wire @returns {number | bigint} */
  toRaw(wire) {
    if (this.type === 'ref') {
      return wire;
    }
    if (this.isBig) {
      const big = (/** @type {bigint} */ (this.wireMin) + /** @type {bigint} */ (wire)) << BigInt(this.droppedBits);
      return big < this.min ? this.min : big;
    }
    const raw = (/** @type {number} */ (this.wireMin) + /** @type {number} */ (wire)) * 2 ** this.droppedBits;
    return Math.max(/** @type {number} */ (this.min), raw);
  }
}

/**
 * @param {any[]} json
 * @param {number} firstOffset
 * @returns {{columns: Column[], end: number}}
 */
function readColumns(json, firstOffset) {
  const columns = [];
  let end = firstOffset;
  for (const one of json) {
    const column = new Column(one, columns.length, end);
    end = column.offset + column.widthBytes;
    columns.push(column);
  }
  return { columns, end };
}

/**
 * @template {{name: string}} T
 * @param {T[]} all
 * @param {string} name
 * @param {string} where
 * @returns {T}
 */
function named(all, name, where) {
  const found = all.find((one) => one.name === name);
  if (!found) {
    throw new LayoutError(`${where} has no ${name}; it has ${all.map((one) => one.name).join(', ')}`);
  }
  return found;
}

/** A table of rows. */
export class Table {
  /** @param {any} json @param {number} id */
  constructor(json, id) {
    /** @type {string} */
    this.name = json.name;
    this.id = id;
    this.isSingle = json.single === true;
    /** @type {number} */
    this.capacity = this.isSingle ? 1 : json.capacity;
    /** @type {string | undefined} */
    this.owner = json.owner;
    /** @type {string | undefined} */
    this.team = json.team;
    const { columns, end } = readColumns(json.columns, 4);
    this.columns = columns;
    this.strideBytes = Math.ceil(end / 8) * 8;
    /** Whether clients are shown anything of it. */
    this.isShown = !this.name.startsWith('$') && columns.some((column) => column.visible !== 'nobody');
    /** The columns that a client may be shown, in order. */
    this.shownColumns = columns.filter(
      (column) =>
        column.visible === 'all' ||
        (column.visible === 'team' && this.team !== undefined) ||
        (column.visible === 'owner' && this.owner !== undefined),
    );
    this.hasTeamColumns = this.shownColumns.some((column) => column.needs === SAME_TEAM);
    this.hasOwnerColumns = this.shownColumns.some((column) => column.needs === OWNED);
    this.hasSmooth = this.shownColumns.some((column) => column.isSmooth);
  }

  /** @param {string} name @returns {Column} */
  column(name) {
    return named(this.columns, name, this.name);
  }
}

/** An input, a command, an effect, join data, rules or a result: a record of fixed length. */
export class RecordType {
  /** @param {string} name @param {number} id @param {any[]} fields @param {string} [effectClass] */
  constructor(name, id, fields, effectClass) {
    this.name = name;
    this.id = id;
    const { columns, end } = readColumns(fields, 0);
    this.columns = columns;
    this.lengthBytes = end;
    this.isSure = effectClass === 'sure';
    /** The fields of an effect that clients are shown. */
    this.shownColumns = columns.filter((column) => column.visible === 'all');
  }

  /** @param {string} name @returns {Column} */
  column(name) {
    return named(this.columns, name, this.name);
  }
}

export class Layout {
  /** @param {string} text the JSON of the handshake */
  constructor(text) {
    // The default of an int64 is a number that JavaScript's numbers may not hold.
    const json = JSON.parse(text.replace(/"default":(-?\d{16,})/g, '"default":"$1"'));
    this.text = text;
    /** @type {string} */
    this.game = json.game;
    /** @type {number} */
    this.logicVersion = json.logicVersion;
    /** @type {number} */
    this.seats = json.seats;
    this.tables = json.tables.map((/** @type {any} */ table, /** @type {number} */ id) => new Table(table, id));
    this.input = new RecordType('input', 0, json.input);
    this.join = new RecordType('join', 0, json.join);
    this.rules = new RecordType('rules', 0, json.rules);
    this.result = new RecordType('result', 0, json.result);
    this.commands = json.commands.map(
      (/** @type {any} */ one, /** @type {number} */ id) => new RecordType(one.name, id, one.fields),
    );
    this.effects = json.effects.map(
      (/** @type {any} */ one, /** @type {number} */ id) => new RecordType(one.name, id, one.fields, one.class),
    );
    /** The tables that clients are shown, in order. @type {Table[]} */
    this.shownTables = this.tables.filter((/** @type {Table} */ table) => table.isShown);
    this.effectTypeBits = bitsFor(Math.max(0, this.effects.length - 1));
    for (const owner of [...this.shownTables, ...this.effects]) {
      for (const column of owner.shownColumns) {
        if (column.type === 'ref') {
          column.leadTo(this.shownTables.find((table) => table.name === column.target));
        }
      }
    }
  }

  /** @param {string} name @returns {Table} */
  table(name) {
    return named(this.tables, name, this.game);
  }

  /** @param {string} name @returns {RecordType} */
  command(name) {
    return named(this.commands, name, this.game);
  }

  /** @param {string} name @returns {RecordType} */
  effect(name) {
    return named(this.effects, name, this.game);
  }
}
