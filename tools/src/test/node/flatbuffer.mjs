// Just enough of the FlatBuffers format for handshakes: a table is a signed offset back to its vtable, and values at the
// places that the vtable names; texts, vectors and inner tables stand behind an offset of four bytes.

const WIDTHS = { u8: 1, u16: 2, i32: 4, u32: 4, i64: 8, u64: 8 };

/** Writes a buffer from fields in the schema's order, each [kind, value] or null when it is left at its default. */
export function write(fields) {
  const out = { bytes: Buffer.alloc(4_096), end: 8 };
  out.bytes.writeUInt32LE(writeTable(out, fields), 0);
  return out.bytes.subarray(0, out.end);
}

function writeTable(out, fields) {
  const vtable = reserve(out, 4 + 2 * fields.length);
  const table = reserve(out, 8 + 8 * fields.length);
  out.bytes.writeUInt16LE(4 + 2 * fields.length, vtable);
  out.bytes.writeUInt16LE(8 + 8 * fields.length, vtable + 2);
  out.bytes.writeInt32LE(table - vtable, table);
  fields.forEach((field, slot) => {
    if (field !== null) {
      const at = 8 + 8 * slot; // Every value has eight bytes of its own, which aligns all of them.
      out.bytes.writeUInt16LE(at, vtable + 4 + 2 * slot);
      writeValue(out, table + at, ...field);
    }
  });
  return table;
}

function writeValue(out, at, kind, value) {
  if (kind === 'table') {
    out.bytes.writeUInt32LE(writeTable(out, value) - at, at);
  } else if (kind === 'bytes' || kind === 'text') {
    const content = Buffer.from(value);
    const vector = reserve(out, 4 + content.length + 1); // A zero ends texts.
    out.bytes.writeUInt32LE(content.length, vector);
    content.copy(out.bytes, vector + 4);
    out.bytes.writeUInt32LE(vector - at, at);
  } else if (WIDTHS[kind] === 8) {
    out.bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), at);
  } else {
    out.bytes.writeUIntLE(value >>> 0, at, WIDTHS[kind]);
  }
}

function reserve(out, length) {
  const at = out.end;
  out.end += Math.ceil(length / 8) * 8;
  return at;
}

/** Reads a table's fields by their slots. */
export class Table {
  #bytes;
  #at;

  constructor(bytes, at = bytes.readUInt32LE(0)) {
    this.#bytes = bytes;
    this.#at = at;
  }

  number(slot, kind, otherwise = 0) {
    const at = this.#place(slot);
    if (at === 0) {
      return otherwise;
    }
    switch (kind) {
      case 'i64': return this.#bytes.readBigInt64LE(at);
      case 'u64': return this.#bytes.readBigUInt64LE(at);
      case 'i32': return this.#bytes.readInt32LE(at);
      default: return this.#bytes.readUIntLE(at, WIDTHS[kind]);
    }
  }

  bytes(slot) {
    const at = this.#place(slot);
    if (at === 0) {
      return Buffer.alloc(0);
    }
    const vector = at + this.#bytes.readUInt32LE(at);
    return this.#bytes.subarray(vector + 4, vector + 4 + this.#bytes.readUInt32LE(vector));
  }

  text(slot) {
    return this.bytes(slot).toString('utf8');
  }

  table(slot) {
    const at = this.#place(slot);
    return at === 0 ? null : new Table(this.#bytes, at + this.#bytes.readUInt32LE(at));
  }

  #place(slot) {
    const vtable = this.#at - this.#bytes.readInt32LE(this.#at);
    const entry = 4 + 2 * slot;
    const offset = entry < this.#bytes.readUInt16LE(vtable) ? this.#bytes.readUInt16LE(vtable + entry) : 0;
    return offset === 0 ? 0 : this.#at + offset;
  }
}
