// Writes parts of views the plainest way that the format allows: every row in full. For tests of what stands above the
// decoder; the decoder itself is tested against the server's encoder.

export class BitWriter {
  bytes = [];
  position = 0;

  put(value, bits) {
    let rest = BigInt(value);
    for (let i = 0; i < bits; i++, rest >>= 1n) {
      if ((this.position & 7) === 0) this.bytes.push(0);
      if (rest & 1n) this.bytes[this.bytes.length - 1] |= 1 << (this.position & 7);
      this.position++;
    }
  }

  bit(value) {
    this.put(value ? 1 : 0, 1);
  }

  gap(value) {
    if (value === 0) this.bit(false);
    else if (value <= 16) this.put(0b01 | ((value - 1) << 2), 6);
    else if (value <= 272) this.put(0b011 | ((value - 17) << 3), 11);
    else this.put(0b111 + value * 8, 19);
  }

  age(value) {
    this.golomb(value, 4);
  }

  /** Of numbers that are not too large. */
  golomb(value, order) {
    const raised = value + 2 ** order;
    const bits = Math.floor(Math.log2(raised));
    for (let i = order; i < bits; i++) this.bit(true);
    this.bit(false);
    this.put(raised - 2 ** bits, bits);
  }

  id(gap) {
    this.bit(gap > 0);
    if (gap > 0) this.golomb(gap, 2);
  }
}

/**
 * @param {import('../../main/js/layout.js').Layout} layout
 * @param {{frame: number, lastInput?: number, depth?: number, micros?: number, part?: number, isLast?: boolean,
 *     beginning?: {age: number, firstSure: number},
 *     sure?: {number: number, name: string, age: number, values: Record<string, any>}[],
 *     momentary?: {name: string, age: number, values: Record<string, any>}[],
 *     rows?: Record<string, {id: number, access?: number, values?: Record<string, any>}[]>}} part raw values by name;
 *     a row without values is gone
 * @returns {Uint8Array} header and bits
 */
export function writePart(layout, part) {
  const bits = new BitWriter();
  bits.bit(part.beginning);
  if (part.beginning) {
    bits.age(part.beginning.age);
    bits.put(part.beginning.firstSure, 32);
  }
  let previous = -1;
  for (const effect of part.sure ?? []) {
    bits.bit(true);
    if (previous < 0) bits.put(effect.number, 32);
    else bits.gap(effect.number - previous - 1);
    previous = effect.number;
    writeEffect(bits, layout, effect);
  }
  bits.bit(false);
  for (const effect of part.momentary ?? []) {
    bits.bit(true);
    writeEffect(bits, layout, effect);
  }
  bits.bit(false);
  writeTables(bits, layout, part.rows ?? {});
  const bytes = new Uint8Array(12 + bits.bytes.length);
  const header = new DataView(bytes.buffer);
  header.setInt32(0, part.frame, true);
  header.setUint32(4, part.lastInput ?? 0, true);
  header.setUint8(8, part.depth ?? 0);
  header.setUint16(10, Math.min(65535, Math.ceil((part.micros ?? 0) / 16)), true);
  header.setUint8(9, (part.part ?? 0) | ((part.isLast ?? true) ? 0x80 : 0));
  bytes.set(bits.bytes, 12);
  return bytes;
}

function writeEffect(bits, layout, effect) {
  const type = layout.effect(effect.name);
  bits.put(type.id, layout.effectTypeBits);
  bits.age(effect.age);
  for (const column of type.shownColumns) writeWhole(bits, column, effect.values[column.name]);
}

function writeTables(bits, layout, tables) {
  let previousTable = -1;
  layout.shownTables.forEach((table, index) => {
    const rows = tables[table.name] ?? [];
    if (rows.length === 0) return;
    bits.bit(true);
    bits.golomb(index - previousTable - 1, 0);
    previousTable = index;
    let previousId = -1;
    rows.forEach((row) => {
      bits.id(row.id - previousId - 1);
      previousId = row.id;
      bits.put(0b11, 2);
      bits.bit(!row.values);
      if (row.values) writeFull(bits, table, row);
    });
    // A one and the code of 0; not behind the last wire id that there is.
    if (previousId < table.capacity - 1) bits.put(1, 4);
  });
  bits.bit(false);
}

function writeFull(bits, table, { access = 0, values }) {
  if (table.hasTeamColumns) bits.bit(access & 1);
  if (table.hasOwnerColumns) bits.bit(access & 2);
  for (const column of table.shownColumns) {
    if (column.isShown(access)) writeWhole(bits, column, values[column.name]);
  }
}

function writeWhole(bits, column, given) {
  if (column.type === 'bytes') {
    const bytes = typeof given === 'string' ? new TextEncoder().encode(given) : given ?? new Uint8Array(0);
    bits.put(bytes.length, column.wireBits);
    bytes.forEach((byte) => bits.put(byte, 8));
    return;
  }
  const raw = given === undefined ? column.blank() : typeof given === 'boolean' ? Number(given) : given;
  if (column.hasShortForms) bits.bit(true);
  bits.put(column.type === 'ref' ? raw : column.toWire(raw), column.wireBits);
}
