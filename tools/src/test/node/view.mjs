// Rows and effects as views show them: reads parts, keeps the values that later parts may name.

import { Bits, bitsFor } from './bits.mjs';

const HEADER_BYTES = 12;
const HISTORY_FRAMES = 32;
const EFFECTS_AHEAD = 256;

export function readHeader(part) {
  return {
    frame: part.readInt32LE(0),
    lastInput: part.readUInt32LE(4),
    depth: part.readUInt8(8),
    number: part.readUInt8(9) & 0x7f,
    isLast: (part.readUInt8(9) & 0x80) !== 0,
    waitUs: part.readUInt16LE(10) * 16,
  };
}

export class World {
  #layout;
  #onEffect;
  #tables;
  #beginning = -1;
  #applied = new Set();
  #waiting = new Map();
  frame = -1;
  /** The number of the sure effect that is delivered next; 0 before the first view. */
  nextSure = 0;

  constructor(layout, onEffect) {
    this.#layout = layout;
    this.#onEffect = onEffect;
    this.#tables = layout.tables.map(() => new Map());
  }

  /** A connection begins: nothing that was shown counts any more, but sure effects go on. */
  forget() {
    this.#tables.forEach((rows) => rows.clear());
    this.#applied.clear();
    this.#beginning = -1;
    this.frame = -1;
  }

  /** Applies one part; whether to acknowledge it. */
  apply(part) {
    const { frame, number } = readHeader(part);
    if (frame < this.frame) {
      return false;
    }
    if (frame === this.frame && this.#applied.has(number)) {
      return true;
    }
    const read = new PartReader(this.#layout, this.#tables, frame, part.subarray(HEADER_BYTES), this.#beginning).read();
    const next = Math.max(this.nextSure, read.beginning?.sure ?? 0);
    if (read.sure.some((effect) => effect.number >= next + EFFECTS_AHEAD)) {
      throw new Error(`an effect is more than ${EFFECTS_AHEAD} ahead of ${next}`);
    }
    if (frame > this.frame) {
      this.#applied.clear();
      this.frame = frame;
    }
    this.#applied.add(number);
    this.#begin(read.beginning);
    this.#keep(read.rows);
    this.#deliver(read);
    return true;
  }

  #begin(beginning) {
    if (beginning !== null && beginning.frame > this.#beginning) {
      this.#beginning = beginning.frame;
      this.#tables.forEach((rows) => rows.clear());
      this.nextSure = Math.max(this.nextSure, beginning.sure);
    }
  }

  #keep(changes) {
    for (const { table, id, row, oldest } of changes) {
      const rows = this.#tables[table];
      if (row === null) {
        rows.delete(id);
        continue;
      }
      const horizon = this.frame - HISTORY_FRAMES;
      const values = (rows.get(id) ?? []).filter(
        (value) => value.frame >= oldest && (value.frame > horizon || value.frame === oldest));
      rows.set(id, [...values, row]);
    }
  }

  #deliver({ sure, momentary }) {
    for (const effect of sure) {
      if (effect.number >= this.nextSure) {
        this.#waiting.set(effect.number, effect);
      }
    }
    for (let effect; (effect = this.#waiting.get(this.nextSure)) !== undefined; this.nextSure++) {
      this.#waiting.delete(this.nextSure);
      this.#onEffect(effect);
    }
    momentary.forEach(this.#onEffect);
  }

  /** Whether the newest frame was shown in full, if that was the number of its last part. */
  isWhole(lastPart) {
    return this.#applied.size === lastPart + 1;
  }

  /** What is shown: for each table the rows by wire id, values by column name, with the frame that they are of. */
  shown() {
    const tables = {};
    this.#layout.tables.forEach((table, index) => {
      tables[table.name] = {};
      for (const [id, values] of this.#tables[index]) {
        const { frame, access, wires } = values.at(-1);
        const columns = columnsFor(table, access).map((column, i) => [column.name, column.value(wires[i])]);
        tables[table.name][id] = { frame, columns: Object.fromEntries(columns) };
      }
    });
    return tables;
  }
}

function columnsFor(table, access) {
  return table.columns.filter(
    ({ visible }) => visible === 'all' || (visible === 'team' && access.team) || (visible === 'owner' && access.owner));
}

/** Reads one part wholly, before anything of it counts. */
class PartReader {
  #bits;
  #baseline = null;
  #went = 0;
  #rows = [];

  constructor(layout, held, frame, body, beginning) {
    Object.assign(this, { layout, held, frame, beginning });
    this.#bits = new Bits(body);
  }

  read() {
    const bits = this.#bits;
    const beginning = bits.bit() === 0 ? null : { frame: this.frame - bits.age(), sure: bits.small(32) };
    if (beginning === null ? this.beginning < 0 : beginning.frame < this.beginning) {
      throw new Error('the part is of a beginning that is not known any more, or not yet');
    }
    this.isNew = beginning !== null && beginning.frame > this.beginning;
    const sure = [];
    while (bits.bit() === 1) {
      const number = sure.length === 0 ? bits.small(32) : sure.at(-1).number + 1 + bits.gap();
      sure.push({ number, ...this.#effect(true) });
    }
    const momentary = [];
    while (bits.bit() === 1) {
      momentary.push(this.#effect(false));
    }
    for (let table = -1; bits.bit() === 1;) {
      table += 1 + Number(bits.golomb(0, 31));
      this.#table(table);
    }
    bits.requireEnd();
    return { beginning, sure, momentary, rows: this.#rows };
  }

  #effect(sure) {
    const type = this.#bits.small(bitsFor(BigInt(this.layout.effects.length - 1)));
    const effect = this.layout.effects[type];
    if (effect?.sure !== sure) {
      throw new Error(`effect ${type} does not stand here`);
    }
    const frame = this.frame - this.#bits.age();
    const fields = effect.fields.map((field) => [field.name, field.value(this.#whole(field))]);
    return { name: effect.name, sure, frame, fields: Object.fromEntries(fields) };
  }

  #table(index) {
    const table = this.layout.tables[index];
    const bits = this.#bits;
    const masks = new Map();
    let previous = -1;
    do {
      let id = previous + 1;
      if (bits.bit() === 1) {
        const skipped = Number(bits.golomb(2, 31));
        if (skipped === 0) {
          return;
        }
        id += skipped;
      }
      if (id >= table.capacity) {
        throw new Error(`${table.name} has no wire id ${id}`);
      }
      const repeats = bits.bit() === 0;
      if (repeats || bits.bit() === 0) {
        this.#changed(index, id, masks, repeats);
      } else if (bits.bit() === 0) {
        this.#full(index, id);
      } else {
        this.#rows.push({ table: index, id, row: null });
      }
      previous = id;
    } while (previous < table.capacity - 1);
  }

  #full(index, id) {
    const table = this.layout.tables[index];
    const team = table.forTeam && this.#bits.bit() === 1;
    const owner = table.forOwner && this.#bits.bit() === 1;
    const access = { team, owner };
    const wires = columnsFor(table, access).map((column) => this.#whole(column));
    this.#rows.push({ table: index, id, row: { frame: this.frame, access, wires }, oldest: -1 });
  }

  #changed(index, id, masks, repeats) {
    const table = this.layout.tables[index];
    const bits = this.#bits;
    const isFirst = this.#baseline === null;
    if (!repeats && (isFirst || bits.bit() === 1)) {
      this.#baseline = 1 + bits.age();
      if (table.smooth) {
        this.#went = bits.bit() === 0 ? 0 : 1 + Number(bits.golomb(0, 31));
      }
    } else if (isFirst) {
      throw new Error('the first changed row of a part follows none');
    }
    const age = this.#baseline;
    const went = table.smooth ? this.#went : 0;
    const base = this.#value(index, id, this.frame - age);
    const before = went === 0 ? null : this.#value(index, id, this.frame - age - went);
    if (before !== null && (before.access.team !== base.access.team || before.access.owner !== base.access.owner)) {
      throw new Error('the two values that a row went between do not show the same columns');
    }
    const columns = columnsFor(table, base.access);
    const key = `${base.access.team} ${base.access.owner} ${went > 0}`;
    if (!repeats && bits.bit() === 1) {
      masks.set(key, columns.map((column) => (before !== null && column.smooth) || bits.bit() === 1));
    }
    const mask = masks.get(key) ?? columns.map((column) => before !== null && column.smooth);
    const wires = columns.map((column, i) => {
      if (!mask[i]) {
        return base.wires[i];
      }
      return before !== null && column.smooth
        ? this.#onward(column, base.wires[i], before.wires[i], age, went)
        : this.#change(column, base.wires[i]);
    });
    const row = { frame: this.frame, access: base.access, wires };
    this.#rows.push({ table: index, id, row, oldest: this.frame - age - went });
  }

  #value(index, id, frame) {
    const value = this.isNew ? undefined : this.held[index].get(id)?.find((each) => each.frame === frame);
    if (value === undefined) {
      throw new Error(`row ${id} of ${this.layout.tables[index].name} is not held of frame ${frame}`);
    }
    return value;
  }

  #whole(column) {
    const bits = this.#bits;
    if (column.type === 'bytes') {
      const bytes = Buffer.alloc(bits.small(column.bits));
      return bytes.map(() => bits.small(8));
    }
    return column.bits > 4 && bits.bit() === 0 ? column.default : this.#within(column, bits.wide(column.bits));
  }

  #change(column, from) {
    const bits = this.#bits;
    if (!column.isNumber) {
      return column.type === 'bytes' ? this.#whole(column) : this.#within(column, bits.wide(column.bits));
    }
    if (column.bits === 1) {
      return 1n - from;
    }
    return column.bits <= 4
      ? this.#within(column, bits.wide(column.bits))
      : step(column, from, 1n + bits.golomb(column.k, column.bits));
  }

  /** A smooth column of a row that went: how far it is off from going on so. */
  #onward(column, base, before, age, went) {
    const bits = this.#bits;
    const k = Math.min(column.bits - 1, column.smoothBits + Math.floor(Math.log2(age)));
    if (base === before) {
      return bits.bit() === 0 ? base : step(column, base, 1n + bits.golomb(k, column.bits));
    }
    const moved = way(column, before, base) * BigInt(age);
    const expected = base + floorDivide(2n * moved + BigInt(went), 2n * BigInt(went));
    return step(column, around(column, expected), bits.golomb(k, column.bits));
  }

  #within(column, wire) {
    if (wire > column.largest) {
      throw new Error(`${column.name}: ${wire} is above ${column.largest}`);
    }
    return wire;
  }
}

/** From there n steps: 1 down, 1 up, 2 down and so on, round all values. */
function step(column, from, n) {
  if (n > column.largest) {
    throw new Error(`${column.name}: ${n} steps are more than there are values`);
  }
  return around(column, n % 2n === 1n ? from - (n + 1n) / 2n : from + n / 2n);
}

/** The shorter way from one to the other, negative for down. */
function way(column, from, to) {
  const up = around(column, to - from);
  return 2n * up >= column.largest + 1n ? up - column.largest - 1n : up;
}

function around(column, wire) {
  const count = column.largest + 1n;
  return ((wire % count) + count) % count;
}

function floorDivide(number, by) {
  return (number - (((number % by) + by) % by)) / by;
}
