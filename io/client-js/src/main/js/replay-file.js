// Match files: what `replay export` writes, read without Ringside's server. replay/FORMAT.md says their bytes.

import { readable } from './game.js';
import { Layout } from './layout.js';
import { decodeRecord } from './record.js';
import { xxh64 } from './xxh64.js';

const MAGIC = 'RSMATCH1';
const FORMAT = 1;
const HEADER_AT = 12;
const HASH_BYTES = 8;
const PART_HEAD_BYTES = 8;

/** The parts of a chunk in front of the columns of inputs. */
const START = 0;
const HASHED_FRAMES = 1;
const HASHES = 2;
const TYPES = 3;
const POSITIONS = 4;
const OTHERS = 5;
const PLAYERS = 6;
const BYTES = 7;
const FIRST_COLUMN = 8;

/** Of an input: the numbers in front of its record; the first four are expected to rise. */
const INPUT_NUMBERS = ['inputSeq', 'targetFrame', 'seenFrame', 'sentFrame', 'fraction', 'rewindBoundFrames'];
const RISING = 4;

const EVENT_HEADER_BYTES = 24;
const TYPE_NAMES = [
  '', 'OPEN', 'FRAME', 'INPUT', 'COMMAND', 'JOIN', 'RESUME', 'DISCONNECT', 'LEAVE', 'CREATE', 'END', 'PAUSE', 'CONTINUE', 'KICK',
  'RULES', 'DELIVERED', 'MEMBERS', 'BOOKMARK',
];

const decoder = new TextDecoder();

/** A file that is no match file, of another version, or damaged: the message says which. */
export class ReplayFileError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'ReplayFileError';
  }
}

/** One match, or a stretch of it, with its layout, its events and the hash of each frame. */
export class ReplayFile {
  #bytes;
  #chunkAt = [];

  /** Use {@link ReplayFile.read}. @param {Uint8Array} bytes of the whole file */
  constructor(bytes) {
    const end = bytes.length - HASH_BYTES;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (end < HEADER_AT || decoder.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) {
      throw new ReplayFileError('this is no match file; `replay export` makes one');
    }
    /** What names the contents: 16 hexadecimal digits. */
    this.fileHash = view.getBigUint64(end, true).toString(16).padStart(16, '0');
    if (xxh64(bytes.subarray(0, end)) !== this.fileHash) {
      throw new ReplayFileError(`the file is damaged or cut off: its ${bytes.length} bytes do not have the hash that they had`);
    }
    const headerBytes = view.getUint32(8, true);
    if (headerBytes > end - HEADER_AT) throw new ReplayFileError(`the file names a header of ${headerBytes} bytes`);
    /** As FORMAT.md has it. */
    this.header = JSON.parse(decoder.decode(bytes.subarray(HEADER_AT, HEADER_AT + headerBytes)));
    if (this.header.format !== FORMAT) {
      throw new ReplayFileError(`the file is of format ${this.header.format}; this reader reads format ${FORMAT}`);
    }
    let at = HEADER_AT + headerBytes;
    for (const chunk of this.header.chunks) {
      this.#chunkAt.push(at);
      at += chunk.bytes;
    }
    if (at !== end) throw new ReplayFileError(`the file's chunks end at byte ${at}, not at its closing hash`);
    this.#bytes = bytes;
    /** What each epoch said of the engine that wrote it: build, settings, games. */
    this.identities = this.header.identities.map((/** @type {string} */ text) => JSON.parse(text));
    /** The layout of the match: names tables, inputs, commands and effects. */
    this.layout = this.#layoutOf(0);
  }

  /**
   * Reads a file and checks it.
   *
   * @param {Uint8Array | ArrayBuffer | Blob | Response} source what `fs.readFile`, a file input or `fetch` gives
   * @returns {Promise<ReplayFile>}
   * @throws {ReplayFileError}
   */
  static async read(source) {
    if (source instanceof Uint8Array) return new ReplayFile(source);
    return new ReplayFile(new Uint8Array(source instanceof ArrayBuffer ? source : await source.arrayBuffer()));
  }

  /** What people said of it. @returns {string[]} */
  get notes() {
    return this.header.notes;
  }

  #layoutOf(identity) {
    const { games } = this.identities[identity];
    const game = games.find((/** @type {any} */ one) => one.layoutHash === this.header.layoutHash) ?? games[0];
    if (!game) throw new ReplayFileError(`the file does not hold the layout ${this.header.layoutHash} that it names`);
    return new Layout(game.layout);
  }

  /** The hash of every frame that one was recorded of, in order. @returns {AsyncGenerator<{frame: number, hash: string}>} */
  async *hashes() {
    for (let i = 0; i < this.#chunkAt.length; i++) {
      const parts = this.#parts(i);
      const frames = numbers(await inflated(parts[HASHED_FRAMES]));
      const hashes = await inflated(parts[HASHES]);
      const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength);
      let frame = Math.max(this.header.firstFrame, this.header.chunks[i].afterFrame + 1) - 1;
      for (let n = 0; n < frames.length; n++) {
        frame += 1 + frames[n];
        yield { frame, hash: view.getBigUint64(n * HASH_BYTES, true).toString(16).padStart(16, '0') };
      }
    }
  }

  /**
   * The events in order, with their fields by name.
   *
   * @param {{fromFrame?: number, toFrame?: number, types?: string[]}} [wish] only those; all by default
   * @returns {AsyncGenerator<import('./replay-file.d.ts').ReplayEvent>}
   */
  async *events({ fromFrame = -Infinity, toFrame = Infinity, types } = {}) {
    const { chunks } = this.header;
    let position = -1;
    let isPaused = false;
    for (let i = 0; i < chunks.length; i++) {
      const isOver = i > 0 && chunks[i].afterFrame > toFrame;
      const isBefore = i + 1 < chunks.length && chunks[i + 1].afterFrame < fromFrame;
      if (isOver) return;
      if (isBefore) {
        position += chunks[i].events;
        continue;
      }
      const reader = await ChunkReader.open(this, this.#parts(i), chunks[i]);
      let frame = chunks[i].afterFrame;
      let standing = reader.framesOf(frame, isPaused) - (i + 1 < chunks.length ? chunks[i + 1].afterFrame : this.header.lastFrame);
      for (let event = reader.next(); event; event = reader.next()) {
        position++;
        // A match begins with frame 0; each FRAME then makes the next, but for those in which it waited for players.
        if (event.type === 'CREATE' && frame < 0) frame = 0;
        else if (event.type === 'FRAME' && !isPaused && frame >= 0) frame += standing-- > 0 ? 0 : 1;
        if (event.type === 'PAUSE') isPaused = true;
        if (event.type === 'CONTINUE') isPaused = false;
        if (frame < fromFrame || frame > toFrame || (types && !types.includes(event.type))) continue;
        yield { ...event, position, frame };
      }
    }
  }

  /** The state that a chunk begins with, as a checkpoint has it (snapshot/checkpoint/FORMAT.md). @param {number} chunk */
  async start(chunk) {
    return inflated(this.#parts(chunk)[START]);
  }

  /** The parts of a chunk: what is stored of each, and how long it is. */
  #parts(chunk) {
    const parts = [];
    let at = this.#chunkAt[chunk];
    const end = at + this.header.chunks[chunk].bytes;
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    while (at < end) {
      const length = view.getUint32(at, true);
      const stored = view.getUint32(at + 4, true);
      at += PART_HEAD_BYTES;
      if (stored > length || at + stored > end) throw new ReplayFileError(`chunk ${chunk} has a part of ${stored} bytes beyond its end`);
      parts.push({ length, stored: this.#bytes.subarray(at, at + stored) });
      at += stored;
    }
    return parts;
  }
}

/** The bytes of a part. @param {{length: number, stored: Uint8Array}} part @returns {Promise<Uint8Array>} */
async function inflated({ length, stored }) {
  if (stored.length === length) return stored;
  const stream = new Blob([stored]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  if (bytes.length !== length) throw new ReplayFileError(`a part has ${bytes.length} bytes, not ${length}`);
  return bytes;
}

/** A column of numbers: all lowest bytes first, then the second ones; signs in the lowest bit. @param {Uint8Array} bytes */
function numbers(bytes) {
  const count = bytes.length / 4;
  const values = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const folded = bytes[i] | (bytes[count + i] << 8) | (bytes[2 * count + i] << 16) | (bytes[3 * count + i] << 24);
    values[i] = (folded >>> 1) ^ -(folded & 1);
  }
  return values;
}

/** Reads the events of one chunk. */
class ChunkReader {
  /** @param {ReplayFile} file @param {any[]} parts @param {any} chunk */
  static async open(file, parts, chunk) {
    return new ChunkReader(file, await Promise.all(parts.slice(TYPES).map(inflated)), chunk);
  }

  /** @param {ReplayFile} file @param {Uint8Array[]} parts from the types on @param {any} chunk */
  constructor(file, parts, chunk) {
    const part = (/** @type {number} */ index) => parts[index - TYPES];
    this.match = file.header.match;
    this.layout = file.layout;
    this.journalPosition = BigInt(chunk.afterPosition);
    this.types = part(TYPES);
    this.positions = numbers(part(POSITIONS));
    this.others = part(OTHERS);
    this.players = numbers(part(PLAYERS));
    this.bytes = part(BYTES);
    const { columns } = this.layout.input;
    this.numberColumns = columns.filter((/** @type {any} */ column) => column.type !== 'bytes');
    this.byteColumns = columns.filter((/** @type {any} */ column) => column.type === 'bytes');
    this.columns = parts.slice(FIRST_COLUMN - TYPES).map(numbers);
    /** @type {Map<number, Int32Array>} */
    this.last = new Map();
    this.at = 0;
    this.inputAt = 0;
    this.othersAt = 0;
    this.bytesAt = 0;
  }

  /** The frame that a match would reach from one on if it waited for nobody. @param {number} from @param {boolean} isPaused */
  framesOf(from, isPaused) {
    let frame = from;
    let stands = isPaused;
    for (const code of this.types) {
      const type = TYPE_NAMES[code];
      if (type === 'CREATE' && frame < 0) frame = 0;
      else if (type === 'FRAME' && !stands && frame >= 0) frame++;
      else if (type === 'PAUSE') stands = true;
      else if (type === 'CONTINUE') stands = false;
    }
    return frame;
  }

  /** The next event, or undefined at the end. @returns {any} */
  next() {
    if (this.at === this.types.length) return undefined;
    const index = this.at++;
    const event = TYPE_NAMES[this.types[index]] === 'INPUT' ? this.input() : this.other();
    this.journalPosition += 1n + BigInt(this.positions[index]);
    return { ...event, journalPosition: this.journalPosition };
  }

  input() {
    const index = this.inputAt++;
    const player = this.players[index];
    let last = this.last.get(player);
    if (!last) {
      last = new Int32Array(this.columns.length);
      this.last.set(player, last);
    }
    for (let i = 0; i < last.length; i++) last[i] += this.columns[i][index] + (i < RISING ? 1 : 0);
    const event = { type: 'INPUT', match: this.match, player };
    INPUT_NUMBERS.forEach((name, i) => { event[name] = last[i]; });
    event.fields = {};
    let at = INPUT_NUMBERS.length;
    for (const column of this.numberColumns) {
      let raw = last[at++];
      if (column.isBig) raw = (BigInt(last[at++]) << 32n) | BigInt(raw >>> 0);
      event.fields[column.name] = people(column, raw);
    }
    for (const column of this.byteColumns) {
      event.fields[column.name] = people(column, this.bytes.slice(this.bytesAt, this.bytesAt + column.widthBytes));
      this.bytesAt += column.widthBytes;
    }
    return event;
  }

  other() {
    const view = new DataView(this.others.buffer, this.others.byteOffset + this.othersAt);
    const length = view.getUint16(0, true);
    const payload = this.others.subarray(
      this.othersAt + EVENT_HEADER_BYTES, this.othersAt + EVENT_HEADER_BYTES + view.getUint16(20, true));
    this.othersAt += length;
    const code = view.getUint8(2);
    const type = TYPE_NAMES[code] ?? `TYPE_${code}`;
    return {
      type, match: view.getInt32(4, true), player: view.getInt32(8, true), inputSeq: view.getInt32(12, true),
      targetFrame: view.getInt32(16, true), fields: this.fields(type, payload), payload,
    };
  }

  /** @param {string} type @param {Uint8Array} payload */
  fields(type, payload) {
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    switch (type) {
      case 'OPEN': return {
        epoch: view.getBigInt64(0, true), writer: hex64(view, 8),
        ...(payload.byteLength > 16 ? { gapNs: view.getBigInt64(16, true) } : {}),
      };
      case 'FRAME': return { skippedFrames: view.getInt32(0, true), overloaded: view.getUint8(4) !== 0 };
      case 'COMMAND': {
        const command = this.layout.commands[view.getUint16(0, true)];
        return command ? { command: command.name, ...record(command, payload.subarray(4)) } : { command: view.getUint16(0, true) };
      }
      case 'JOIN': return { connection: view.getBigInt64(0, true), ...record(this.layout.join, payload.subarray(56)) };
      case 'RESUME': case 'DISCONNECT': case 'LEAVE': return { connection: view.getBigInt64(0, true) };
      case 'CREATE': return {
        seed: hex64(view, 0), layout: hex64(view, 8), idleFrames: view.getInt32(16, true),
        ...record(this.layout.rules, payload.subarray(24)), ...operator(payload, view.getUint16(20, true)),
      };
      case 'BOOKMARK': return { connection: view.getBigInt64(0, true), text: decoder.decode(payload.subarray(8)) };
      case 'RULES': return { ...record(this.layout.rules, payload.subarray(8)), ...operator(payload, view.getUint16(0, true)) };
      case 'END': case 'PAUSE': case 'CONTINUE': case 'KICK': return operator(payload, payload.length);
      default: return {};
    }
  }
}

const hex64 = (/** @type {DataView} */ view, /** @type {number} */ at) => view.getBigUint64(at, true).toString(16).padStart(16, '0');

/** Who acted and why, at the end of a payload. @param {Uint8Array} payload @param {number} length */
function operator(payload, length) {
  if (length === 0) return {};
  const bytes = payload.subarray(payload.length - length);
  return { who: decoder.decode(bytes.subarray(1, 1 + bytes[0])), why: decoder.decode(bytes.subarray(1 + bytes[0])) };
}

/** @param {any} type @param {Uint8Array} bytes that begin with the record */
function record(type, bytes) {
  const raw = decodeRecord(type, bytes.subarray(0, type.lengthBytes));
  /** @type {Record<string, any>} */
  const fields = {};
  for (const column of type.columns) fields[column.name] = people(column, raw[column.name]);
  return fields;
}

/** A value for people: fixed point as decimals, int64 as BigInt, text as strings, other bytes as they are. */
function people(column, raw) {
  return column.isBig || (column.type === 'bytes' && !column.isText) ? raw : readable(column, raw);
}
