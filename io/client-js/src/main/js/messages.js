/**
 * The messages of io/PROTOCOL.md, read and written. What is said there is not said again here: a message is one byte
 * of type and a body, little-endian; HELLO, WELCOME and DISCONNECT are FlatBuffers.
 */
import { Builder } from './wire/flatbuffers/flatbuffers.js';
import { ByteBuffer } from './wire/flatbuffers/byte-buffer.js';
import { Hello } from './wire/hello.js';
import { Resume } from './wire/resume.js';
import { Welcome } from './wire/welcome.js';
import { Disconnect } from './wire/disconnect.js';

export const PROTOCOL_VERSION = 1;

/** Type codes. */
export const Type = Object.freeze({
  HELLO: 1,
  INPUTS: 2,
  ACKS: 3,
  PING: 4,
  COMMAND: 5,
  LEAVE: 6,
  BOOKMARK: 9,
  SIGHT: 12,
  WELCOME: 64,
  VIEW: 65,
  PONG: 66,
  DISCONNECT: 67,
  REFUSED: 68,
  COMMAND_APPLIED: 69,
  BOOKMARKED: 74,
  MOVING: 75,
});

/** Reasons of a DISCONNECT that this client acts on; the others act by `retryAfterMs`. */
export const Reason = Object.freeze({
  BAD_LENGTH: 1,
  VALUE_OUT_OF_RANGE: 5,
  UNKNOWN_GAME: 18,
  LAYOUT_MISMATCH: 19,
  RESUME_REFUSED: 26,
  RESUMED_ELSEWHERE: 34,
  MATCH_OVER: 48,
  LEFT: 49,
  KICKED: 50,
});

const DISCONNECTS = new Map([
  [1, 'BAD_LENGTH'], [2, 'UNKNOWN_MESSAGE'], [3, 'UNEXPECTED_MESSAGE'], [4, 'BAD_MESSAGE'],
  [5, 'VALUE_OUT_OF_RANGE'], [6, 'FLOOD'], [7, 'BAD_FRAME'], [16, 'PROTOCOL_VERSION'], [17, 'HANDSHAKE_DEADLINE'],
  [18, 'UNKNOWN_GAME'], [19, 'LAYOUT_MISMATCH'], [20, 'UNKNOWN_MATCH'], [21, 'MATCH_FULL'], [22, 'TOKEN_MISSING'],
  [23, 'TOKEN_REFUSED'], [24, 'TOKEN_EXPIRED'], [25, 'TOKEN_USED'], [26, 'RESUME_REFUSED'], [27, 'NO_ROOM'],
  [28, 'LOCKSTEP_ONLY'], [29, 'TOKEN_MALFORMED'], [30, 'TOKEN_OTHER_SERVER'], [31, 'TOKEN_OTHER_MATCH'],
  [32, 'IDLE'], [33, 'SLOW_CLIENT'], [34, 'RESUMED_ELSEWHERE'], [35, 'OVERLOADED'], [36, 'TOO_MANY_CONNECTIONS'],
  [37, 'SERVER_STOPPING'], [38, 'SERVER_ERROR'], [39, 'NOT_SERVING'], [48, 'MATCH_OVER'], [49, 'LEFT'], [50, 'KICKED'],
  [51, 'DESYNCED'],
]);

const REFUSALS = new Map([
  [1, 'NO_SUCH_MATCH'], [3, 'MATCH_OVER'], [5, 'NOT_SEATED'], [7, 'INPUT_TOO_LATE'], [8, 'INPUT_TOO_EARLY'],
  [9, 'INPUT_OUT_OF_ORDER'], [10, 'COMMAND_OUT_OF_ORDER'], [11, 'COMMAND_REJECTED'], [13, 'OVERLOADED'], [14, 'MATCH_PAUSED'],
  [64, 'TOO_MANY_INPUTS'], [65, 'TOO_MANY_COMMANDS'], [66, 'RING_FULL'],
  [67, 'TOO_MANY_REPORTS'], [68, 'REPORT_UNREADABLE'], [69, 'REPORT_TOO_OLD'], [70, 'NOT_IN_DEVELOPMENT'],
  [71, 'TOO_MANY_BOOKMARKS'],
]);

const REFUSED = new Map([[1, 'input'], [2, 'command'], [3, 'report'], [4, 'sight'], [5, 'bookmark']]);

/** The name of a disconnect's reason; of an unknown one its number. */
export const disconnectName = (code) => DISCONNECTS.get(code) ?? `REASON_${code}`;

/** The name of a refusal's reason; of an unknown one its number. */
export const refusalName = (code) => REFUSALS.get(code) ?? `REASON_${code}`;

/** Bytes of an input before its record. */
const INPUT_HEADER_BYTES = 14;
const ACK_BYTES = 5;

/**
 * @typedef {object} HelloFields
 * @property {string} game the layout's game, or '' for whatever the match plays
 * @property {bigint} [layoutHash]
 * @property {number} match 0 to be given one
 * @property {string} [token]
 * @property {Uint8Array} [join] the join record; absent: its defaults
 * @property {{player: number, secret: Uint8Array, lastEpoch: bigint, nextSureEffect: number,
 *     lastSureFrame: number, lastSureCount: number}} [resume]
 * @property {boolean} [spectate] only to watch
 * @property {string} [client] for the server's log
 */

/** @param {HelloFields} hello */
export function encodeHello(hello) {
  const builder = new Builder(256);
  const game = builder.createString(hello.game);
  const token = builder.createString(hello.token ?? '');
  const join = Hello.createJoinVector(builder, hello.join ?? new Uint8Array(0));
  const client = builder.createString(hello.client ?? 'ringside-js');
  let resume = 0;
  if (hello.resume) {
    const secret = Resume.createSecretVector(builder, hello.resume.secret);
    resume = Resume.createResume(
      builder, hello.resume.player, secret, hello.resume.lastEpoch, hello.resume.nextSureEffect,
      hello.resume.lastSureFrame, hello.resume.lastSureCount);
  }
  Hello.startHello(builder);
  Hello.addProtocolVersion(builder, PROTOCOL_VERSION);
  Hello.addGame(builder, game);
  Hello.addLayoutHash(builder, hello.layoutHash ?? 0n);
  Hello.addMatch(builder, hello.match);
  Hello.addToken(builder, token);
  Hello.addJoin(builder, join);
  if (resume) Hello.addResume(builder, resume);
  Hello.addClient(builder, client);
  if (hello.spectate) Hello.addSpectate(builder, true);
  Hello.addHearsMoving(builder, true);
  builder.finish(Hello.endHello(builder));
  return typed(Type.HELLO, builder.asUint8Array());
}

/**
 * @typedef {object} PendingInput
 * @property {number} seq
 * @property {number} frame target frame
 * @property {number} seenFrame newest frame the player had been shown, -1 before the first
 * @property {number} seenFraction 0 up to 1: how far beyond it towards the next
 * @property {Uint8Array} record
 */

/** Writes inputs, the oldest first. @param {PendingInput[]} inputs */
export function encodeInputs(inputs) {
  const length = inputs.reduce((sum, input) => sum + INPUT_HEADER_BYTES + input.record.length, 2);
  const message = new Uint8Array(length);
  const view = new DataView(message.buffer);
  message[0] = Type.INPUTS;
  message[1] = inputs.length;
  let at = 2;
  for (const input of inputs) {
    view.setUint32(at, input.seq, true);
    view.setInt32(at + 4, input.frame, true);
    view.setInt32(at + 8, input.seenFrame, true);
    view.setUint16(at + 12, Math.max(0, Math.min(65535, Math.floor(input.seenFraction * 65536))), true);
    message.set(input.record, at + INPUT_HEADER_BYTES);
    at += INPUT_HEADER_BYTES + input.record.length;
  }
  return message;
}

/** How many inputs of a record length fit a message. */
export function inputsPerMessage(recordBytes, bounds) {
  const fitting = Math.floor((bounds.maxClientMessageBytes - 2) / (INPUT_HEADER_BYTES + recordBytes));
  return Math.max(1, Math.min(bounds.maxInputsPerMessage, fitting));
}

/** @param {{frame: number, part: number}[]} acks */
export function encodeAcks(acks) {
  const message = new Uint8Array(2 + acks.length * ACK_BYTES);
  const view = new DataView(message.buffer);
  message[0] = Type.ACKS;
  message[1] = acks.length;
  acks.forEach((ack, i) => {
    view.setInt32(2 + i * ACK_BYTES, ack.frame, true);
    message[2 + i * ACK_BYTES + 4] = ack.part;
  });
  return message;
}

/** A ping that carries the time of its sending. */
export function encodePing(timeMs) {
  const message = new Uint8Array(9);
  message[0] = Type.PING;
  new DataView(message.buffer).setFloat64(1, timeMs, true);
  return message;
}

/** The time that {@link encodePing} put in. */
export const decodePong = (message) => dataView(message).getFloat64(1, true);

export function encodeCommand(sequence, id, record) {
  const message = new Uint8Array(6 + record.length);
  message[0] = Type.COMMAND;
  new DataView(message.buffer).setUint32(1, sequence, true);
  message[5] = id;
  message.set(record, 6);
  return message;
}

/** The longest text of a bookmark, in UTF-8. */
export const MOST_BOOKMARK_BYTES = 200;

const BOOKMARK_HEADER_BYTES = 9;

/**
 * @param {number} number the sender's own
 * @param {number} frame that was shown, -1 before the first
 * @param {string} text
 * @throws {RangeError} for a text that cannot be sent
 */
export function encodeBookmark(number, frame, text) {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length < 1 || bytes.length > MOST_BOOKMARK_BYTES || /[\u0000-\u001f\u007f-\u009f]/.test(text)) {
    throw new RangeError(`a bookmark has 1 to ${MOST_BOOKMARK_BYTES} bytes of text and no control characters`);
  }
  const message = new Uint8Array(BOOKMARK_HEADER_BYTES + bytes.length);
  const view = new DataView(message.buffer);
  message[0] = Type.BOOKMARK;
  view.setUint32(1, number, true);
  view.setInt32(5, frame, true);
  message.set(bytes, BOOKMARK_HEADER_BYTES);
  return message;
}

/** @returns {{number: number, frame: number}} */
export const decodeBookmarked = (message) => {
  const view = dataView(message);
  return { number: view.getUint32(1, true), frame: view.getInt32(5, true) };
};

export const encodeLeave = () => Uint8Array.of(Type.LEAVE);

/** The wish to be shown everything, or what the game shows. @param {boolean} everything */
export const encodeSight = (everything) => Uint8Array.of(Type.SIGHT, everything ? 1 : 0);

/** @param {Uint8Array} message */
export function decodeWelcome(message) {
  const welcome = Welcome.getRootAsWelcome(new ByteBuffer(message.subarray(1)));
  const bounds = welcome.bounds();
  return {
    protocolVersion: welcome.protocolVersion(),
    epoch: welcome.epoch(),
    match: welcome.match(),
    player: welcome.player(),
    // Who only watches has no seat, and no row is that one's own.
    seat: welcome.player() === 0 ? null : welcome.seat(),
    layout: welcome.layout() ?? '',
    layoutHash: welcome.layoutHash(),
    rules: Uint8Array.from(welcome.rulesArray() ?? []),
    hz: welcome.hz(),
    frame: welcome.frame(),
    resumeSecret: Uint8Array.from(welcome.resumeSecretArray() ?? []),
    resumed: welcome.resumed(),
    server: welcome.server() ?? '',
    lastInput: welcome.lastInput(),
    lastCommand: welcome.lastCommand(),
    bounds: {
      maxClientMessageBytes: bounds?.maxClientMessageBytes() || 2559,
      maxInputsPerMessage: bounds?.maxInputsPerMessage() || 16,
      maxAcksPerMessage: bounds?.maxAcksPerMessage() || 64,
      maxCommandsPerSecond: bounds?.maxCommandsPerSecond() || 10,
      idleTimeoutMs: bounds?.idleTimeoutMs() || 15000,
    },
  };
}

/** @typedef {{code: number, reason: string, text: string, field: string, retryAfterMs: number}} Disconnection */

/** @returns {Disconnection} */
export function decodeDisconnect(message) {
  const disconnect = Disconnect.getRootAsDisconnect(new ByteBuffer(message.subarray(1)));
  return {
    code: disconnect.reason(),
    reason: disconnectName(disconnect.reason()),
    text: disconnect.text() ?? '',
    field: disconnect.field() ?? '',
    retryAfterMs: disconnect.retryAfterMs(),
  };
}

/** The struct before the rows of a view's part; `message` includes the type. */
export function decodePartHeader(message) {
  const view = dataView(message);
  return {
    frame: view.getInt32(1, true),
    lastInput: view.getUint32(5, true),
    bufferDepth: view.getUint8(9),
    part: view.getUint8(10) & 0x7f,
    isLast: (view.getUint8(10) & 0x80) !== 0,
    receiptToFrameMicros: view.getUint16(11, true) * 16,
  };
}

/** @returns {{what: string, sequence: number, code: number, reason: string}} */
export function decodeRefused(message) {
  const code = message[6];
  return {
    what: REFUSED.get(message[1]) ?? 'something',
    sequence: dataView(message).getUint32(2, true),
    code,
    reason: refusalName(code),
  };
}

export const decodeCommandApplied = (message) => dataView(message).getUint32(1, true);

function typed(type, body) {
  const message = new Uint8Array(1 + body.length);
  message[0] = type;
  message.set(body, 1);
  return message;
}

const dataView = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
