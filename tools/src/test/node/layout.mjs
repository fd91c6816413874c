// A layout as WELCOME brings it: where the fields of records stand, and which columns of which tables views show.

import { bitsFor } from './bits.mjs';

const WIDTHS = { bool: 1, int8: 1, int16: 2, int32: 4, fixed: 4, ref: 4, int64: 8 };

export class Layout {
  constructor(text) {
    const json = JSON.parse(text);
    this.input = new RecordType('input', json.input);
    this.join = new RecordType('join', json.join);
    this.commands = json.commands.map((command) => new RecordType(command.name, command.fields));
    this.tables = json.tables.map((table) => new ShownTable(table)).filter((table) => table.columns.length > 0);
    this.effects = json.effects.map((effect) => ({
      name: effect.name,
      sure: effect.class === 'sure',
      fields: effect.fields.filter((field) => seenBy(field) === 'all').map((field) => new Column(field)),
    }));
    const columns = [...this.tables, ...this.effects].flatMap((each) => each.columns ?? each.fields);
    for (const column of columns.filter(({ type }) => type === 'ref')) {
      const target = this.tables.find((table) => table.name === column.target);
      column.range(0n, BigInt(target?.capacity ?? 0));
    }
  }
}

const seenBy = (column) => column.visible ?? 'all';

/** Fields one behind the other, each where its width divides the offset. */
export class RecordType {
  constructor(name, fields) {
    this.name = name;
    this.length = 0;
    this.fields = fields.map((field) => {
      const width = field.type === 'bytes' ? field.length : WIDTHS[field.type];
      const aligned = field.type === 'bytes' ? 1 : width;
      const at = Math.ceil(this.length / aligned) * aligned;
      this.length = at + width;
      return { ...field, at, width };
    });
  }

  /** The record with these values; fields that are not named have their defaults. */
  write(values) {
    const record = Buffer.alloc(this.length);
    for (const { name, type, at, width, default: otherwise = 0 } of this.fields) {
      const value = values[name] ?? otherwise;
      if (type === 'bytes') {
        record.write(value === 0 ? '' : value, at, width, 'utf8');
      } else if (width === 8) {
        record.writeBigInt64LE(BigInt(value), at);
      } else {
        record.writeIntLE(Number(value), at, width);
      }
    }
    return record;
  }
}

class ShownTable {
  constructor({ name, capacity, owner, team, columns }) {
    this.name = name;
    this.capacity = capacity;
    const shownTo = { all: true, team: team !== undefined, owner: owner !== undefined, nobody: false };
    const shown = name.startsWith('$') ? [] : columns.filter((column) => shownTo[seenBy(column)]);
    this.columns = shown.map((column) => new Column(column));
    this.forTeam = this.columns.some(({ visible }) => visible === 'team');
    this.forOwner = this.columns.some(({ visible }) => visible === 'owner');
    this.smooth = this.columns.some((column) => column.smooth);
  }
}

/** A column of a table or field of an effect, and the numbers that stand for its values on the wire. */
class Column {
  constructor({ name, type, min, max, dropBits = 0, smooth, visible = 'all', length, text, target, default: otherwise }) {
    Object.assign(this, { name, type, visible, length, text, target });
    this.drop = BigInt(dropBits);
    this.isNumber = type !== 'bytes' && type !== 'ref';
    this.range(BigInt(min ?? 0), BigInt(max ?? 1));
    this.default = this.isNumber ? this.wire(this.#within(BigInt(otherwise ?? 0))) : 0n;
    this.smooth = smooth !== undefined && this.bits > 4;
    this.smoothBits = smooth;
    this.k = Math.floor(this.bits / (this.smooth ? 2 : 3));
  }

  range(min, max) {
    this.min = min;
    this.max = max;
    this.largest = this.type === 'bytes' ? BigInt(this.length) : this.wire(max);
    this.bits = bitsFor(this.largest);
  }

  #within(raw) {
    return raw < this.min ? this.min : raw > this.max ? this.max : raw;
  }

  wire(raw) {
    return (raw >> this.drop) - (this.min >> this.drop);
  }

  /** The value that a number on the wire stands for: of bytes a text or hexadecimal digits, of a reference 1 + wire id. */
  value(wire) {
    if (this.type === 'bytes') {
      return wire.toString(this.text ? 'utf8' : 'hex');
    }
    const raw = ((this.min >> this.drop) + wire) << this.drop;
    return this.type === 'int64' ? this.#within(raw) : Number(this.#within(raw));
  }
}
