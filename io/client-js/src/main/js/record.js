// Records (inputs, commands, join data) in their canonical form: fields at their offsets, little-endian, zeros between.

/** @typedef {import('./layout.js').RecordType} RecordType */
/** @typedef {import('./layout.js').Column} Column */

/**
 * Writes a record. Fields that are not given have their default; a boolean may be true or false, text a string.
 *
 * @param {RecordType} type
 * @param {Record<string, number | bigint | boolean | string | Uint8Array>} values
 * @returns {Uint8Array}
 * @throws {RangeError} for a value outside its field's range, or a field that the record does not have
 */
export function encodeRecord(type, values) {
  const bytes = new Uint8Array(type.lengthBytes);
  const view = new DataView(bytes.buffer);
  for (const name of Object.keys(values)) {
    type.column(name);
  }
  for (const column of type.columns) {
    const value = values[column.name];
    if (column.type === 'bytes') {
      bytes.set(bytesOf(column, value ?? new Uint8Array(0)), column.offset);
    } else {
      writeNumber(view, column, value ?? column.defaultValue);
    }
  }
  return bytes;
}

/**
 * Reads a record: numbers, BigInt for int64, true or false, text as strings, other bytes as Uint8Array.
 *
 * @param {RecordType} type
 * @param {Uint8Array} bytes
 * @returns {Record<string, number | bigint | boolean | string | Uint8Array>}
 */
export function decodeRecord(type, bytes) {
  if (bytes.length !== type.lengthBytes) {
    throw new RangeError(`${type.name}: ${bytes.length} bytes, not ${type.lengthBytes}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** @type {Record<string, number | bigint | boolean | string | Uint8Array>} */
  const values = {};
  for (const column of type.columns) {
    values[column.name] = readValue(view, bytes, column);
  }
  return values;
}

/**
 * The text of a byte column, up to its padding.
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function textOf(bytes) {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** @param {Column} column @param {any} value @returns {Uint8Array} */
function bytesOf(column, value) {
  if (typeof value !== 'string') {
    if (!(value instanceof Uint8Array) || value.length > column.widthBytes) {
      throw new RangeError(`${column.name}: no more than ${column.widthBytes} bytes`);
    }
    return value;
  }
  const bytes = new TextEncoder().encode(value);
  let length = Math.min(bytes.length, column.widthBytes);
  // Text that is too long is cut at a character's boundary.
  while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) === 0x80) {
    length--;
  }
  return bytes.subarray(0, length);
}

/** @param {DataView} view @param {Column} column @param {any} given */
function writeNumber(view, column, given) {
  const value = typeof given === 'boolean' ? Number(given) : given;
  const isRight = column.isBig ? typeof value === 'bigint' : Number.isInteger(value);
  if (!isRight || value < column.min || value > column.max) {
    throw new RangeError(`${column.name}: ${given} is outside ${column.min} to ${column.max}`);
  }
  switch (column.widthBytes) {
    case 1:
      view.setInt8(column.offset, value);
      break;
    case 2:
      view.setInt16(column.offset, value, true);
      break;
    case 4:
      view.setInt32(column.offset, value, true);
      break;
    default:
      view.setBigInt64(column.offset, value, true);
  }
}

/** @param {DataView} view @param {Uint8Array} bytes @param {Column} column */
function readValue(view, bytes, column) {
  if (column.type === 'bytes') {
    const value = bytes.slice(column.offset, column.offset + column.widthBytes);
    return column.isText ? textOf(value) : value;
  }
  switch (column.widthBytes) {
    case 1:
      return column.type === 'bool' ? view.getInt8(column.offset) !== 0 : view.getInt8(column.offset);
    case 2:
      return view.getInt16(column.offset, true);
    case 4:
      return view.getInt32(column.offset, true);
    default:
      return view.getBigInt64(column.offset, true);
  }
}
