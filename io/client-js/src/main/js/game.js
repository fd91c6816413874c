import { SINCE } from './interpolation.js';
import { Layout } from './layout.js';
import { decodeRecord, encodeRecord, textOf } from './record.js';
import { ViewDecoder } from './view-decoder.js';

/** 1.0 in fixed point. */
const ONE = 65536;

/** A game as its layout tells it: writes inputs and commands by name, reads views and effects by name. */
export class Game {
  #decoder;
  #effects = [];

  /** Rows for people by the raw ones: most rows stay as they are from view to view. */
  #readable = new WeakMap();

  /** @param {string} layoutText as WELCOME has it */
  constructor(layoutText) {
    this.layoutText = layoutText;
    this.layout = new Layout(layoutText);
    this.#decoder = new ViewDecoder(this.layout, (effect) => this.#effects.push(effect));
  }

  /** Raw values, for whoever computes with them as the server does. */
  get decoder() {
    return this.#decoder;
  }

  get inputBytes() {
    return this.layout.input.lengthBytes;
  }

  /** Whether a field of the input stands for a moment, not for something that goes on. */
  isSentOnce(name) {
    return this.layout.input.column(name).missing === 'zero';
  }

  /** The record of an input; numbers are rounded and clamped, since one out of range ends the connection. */
  encodeInput(fields) {
    return encodeRecord(this.layout.input, clamped(this.layout.input, fields));
  }

  encodeCommand(name, fields) {
    const command = this.layout.command(name);
    return { id: command.id, record: encodeRecord(command, clamped(command, fields)) };
  }

  /** The rules record of WELCOME, with values for people. */
  decodeRules(bytes) {
    const raw = decodeRecord(this.layout.rules, bytes);
    const rules = {};
    for (const column of this.layout.rules.columns) rules[column.name] = readable(column, raw[column.name]);
    return rules;
  }

  /** Forgets what was shown, since views of a new connection begin in full; sure effects are still shown once. */
  restart() {
    this.#decoder.reset();
  }

  /**
   * Applies a part of a view, header included.
   *
   * @param {Uint8Array} part
   * @returns {{isHeld: boolean, effects: import('./client.js').Effect[]}} whether to acknowledge it; what is new with it
   * @throws {import('./view-decoder.js').ViewFormatError}
   */
  apply(part) {
    this.#effects = [];
    const outcome = this.#decoder.apply(part);
    const effects = this.#effects.map((effect) => ({
      name: effect.type.name,
      frame: effect.frame,
      sure: effect.type.isSure,
      fields: fieldsOf(effect),
    }));
    return { isHeld: outcome !== 'outdated', effects };
  }

  /** Whether the newest view is whole. */
  isComplete() {
    return this.#decoder.isComplete();
  }

  /** All rows shown, with values for people: fixed point as decimals, text as strings; none for what is hidden. */
  tables() {
    const tables = new Map();
    for (const shown of this.#decoder.tables) {
      const rows = new Map();
      for (const id of shown.ids()) {
        const held = shown.shown(id);
        rows.set(id, this.#row(shown.table, held.newest(), held.sinceFrame));
      }
      tables.set(shown.table.name, rows);
    }
    return tables;
  }

  #row(table, held, since) {
    let row = this.#readable.get(held);
    if (!row) {
      row = Object.defineProperty({}, SINCE, { value: since });
      for (const column of table.shownColumns) {
        row[column.name] = column.isShown(held.access) ? readable(column, held.values[column.index]) : undefined;
      }
      this.#readable.set(held, row);
    }
    return row;
  }
}

function fieldsOf(effect) {
  const fields = {};
  for (const column of effect.type.shownColumns) fields[column.name] = readable(column, effect.values[column.name]);
  return fields;
}

/** What a raw value stands for. @param {import('./layout.js').Column} column */
export function readable(column, raw) {
  switch (column.type) {
    case 'bool': return Boolean(raw);
    case 'fixed': return raw / ONE;
    case 'int64': return String(raw);
    case 'bytes': return typeof raw === 'string' ? raw : column.isText ? textOf(raw) : hex(raw);
    default: return raw;
  }
}

function clamped(type, fields) {
  const record = {};
  for (const name in fields) {
    const column = type.column(name);
    const value = fields[name];
    if (column.type === 'fixed') {
      record[name] = Math.max(column.min, Math.min(column.max, Math.round(value * ONE)));
    } else if (typeof value === 'number') {
      record[name] = Math.max(column.min, Math.min(column.max, Math.round(value)));
    } else {
      record[name] = value;
    }
  }
  return record;
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
