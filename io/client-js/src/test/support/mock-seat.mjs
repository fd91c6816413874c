// One seat of a pretended match: answers a client's messages and makes its views. Knows no transport and no clock.

import { Type } from '../../main/js/messages.js';
import { decodeRecord, encodeRecord } from '../../main/js/record.js';
import { writePart } from './part-writer.mjs';
import {
  decodeAcks, decodeHello, decodeInputs, encodeCommandApplied, encodeDisconnect, encodeRefused, encodeWelcome, typed,
} from './server-messages.mjs';

const INPUT_TOO_LATE = 7;
const INPUT_TOO_EARLY = 8;
const RESUME_REFUSED = 26;
const MATCH_PAUSED = 14;
const NOT_IN_DEVELOPMENT = 70;
const SLOTS = 8;
const TOO_EARLY_FRAMES = 32;

export class MockSeat {
  frame = 100;
  epoch = 1n;
  lastInput = 0;
  lastCommand = 0;
  /** Inputs that wait, by target frame. */
  waiting = new Map();
  taken = 0;
  consumed = [];
  commands = [];
  /** The sequences of commands that were applied. */
  effects = [];
  acks = [];
  hellos = [];
  refusedInputs = 0;
  refusals = [];
  messages = 0;
  inputBytes = 0;
  /** Frames by which an input may be late and still count. */
  lateMergeFrames = 0;
  /** 0 for who only watches. */
  player = 7;
  /** No frame is computed and every input refused while this is set. */
  isPaused = false;
  /** Whether a client is shown everything that asks for it, and whether this one did. */
  isDevelopment = true;
  showsEverything = false;
  /** The first copies of inputs to arrive, by their numbers. */
  arrivals = new Map();
  /** Of each frame: when it was computed and the inputs that became one. */
  applied = [];
  secret = new Uint8Array(16);
  input = {};
  sureWaiting = [];
  nextSure = 0;
  beginningFrame = -1;
  hasShownStill = false;

  /**
   * @param {import('../../main/js/layout.js').Layout} layout
   * @param {{hz?: number, now?: () => number}} [options] without a time, views say of no input how long it waited
   */
  /** What was marked. @type {{frame: number, text: string}[]} */
  bookmarks = [];
  bookmarkRefusal = 0;
  ignoresBookmarks = false;

  constructor(layout, { hz = 60, now } = {}) {
    this.layout = layout;
    this.hz = hz;
    this.now = now;
  }

  /** A new connection of this seat. @param {(message: Uint8Array) => void} send */
  connect(send) {
    this.send = send;
    this.isPlaying = false;
    this.showsEverything = false;
  }

  /** @param {Uint8Array} message */
  receive(message) {
    switch (message[0]) {
      case Type.HELLO: return this.#hello(decodeHello(message));
      case Type.INPUTS: return this.#inputs(message);
      case Type.ACKS: return this.#acknowledge(decodeAcks(message));
      case Type.PING: return this.send(typed(Type.PONG, message.subarray(1)));
      case Type.SIGHT: return this.#sight(message[1] !== 0);
      case Type.COMMAND: return this.#command(message);
      case Type.BOOKMARK: return this.#bookmark(message);
      case Type.LEAVE: return this.disconnect(49, 'You left the match.');
      default: throw new Error(`message ${message[0]}`);
    }
  }

  disconnect(reason, text, retryAfterMs) {
    this.send(encodeDisconnect(reason, text, retryAfterMs));
    this.isPlaying = false;
  }

  /** One is kept, until {@link bookmarkRefusal} says why not. */
  #bookmark(message) {
    const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
    const number = view.getUint32(1, true);
    const frame = view.getInt32(5, true);
    if (this.ignoresBookmarks) return;
    if (this.bookmarkRefusal) {
      this.send(Uint8Array.of(Type.REFUSED, 5, number, 0, 0, 0, this.bookmarkRefusal));
      return;
    }
    this.bookmarks.push({ frame, text: new TextDecoder().decode(message.subarray(9)) });
    const answer = new Uint8Array(9);
    answer[0] = Type.BOOKMARKED;
    new DataView(answer.buffer).setUint32(1, number, true);
    new DataView(answer.buffer).setInt32(5, frame, true);
    this.send(answer);
  }

  #hello(hello) {
    this.hellos.push(hello);
    if (hello.resume && Buffer.compare(Buffer.from(hello.resume.secret), Buffer.from(this.secret)) !== 0) {
      this.disconnect(RESUME_REFUSED, 'The resume secret is not that of the seat: join anew.');
      return;
    }
    this.secret = Uint8Array.from(this.secret, (byte, i) => (byte + i + this.hellos.length) & 0xff);
    this.beginningFrame = -1;
    this.hasShownStill = false;
    // As the server does: numbers stay, but for a client that waits for later ones they go on from there.
    const awaited = hello.resume?.nextSureEffect ?? 0;
    const behind = !hello.resume || awaited > this.nextSure ? awaited - (this.sureWaiting[0]?.number ?? this.nextSure) : 0;
    this.sureWaiting = this.sureWaiting.map((effect) => ({ ...effect, number: effect.number + behind, sent: null }));
    this.nextSure += behind;
    this.isPlaying = true;
    this.send(encodeWelcome({
      layout: this.layout.text, rules: encodeRecord(this.layout.rules, {}), secret: this.secret, epoch: this.epoch, hz: this.hz, frame: this.frame,
      player: this.player, resumed: Boolean(hello.resume), lastInput: this.taken, lastCommand: this.lastCommand,
    }));
  }

  #take(input) {
    if (input.seq <= this.taken) return;
    this.taken = input.seq;
    const next = this.frame + 1;
    if (this.isPaused) this.#refuse(input, MATCH_PAUSED);
    else if (next - input.frame > this.lateMergeFrames) this.#refuse(input, INPUT_TOO_LATE);
    else if (input.frame - next >= TOO_EARLY_FRAMES) this.#refuse(input, INPUT_TOO_EARLY);
    else this.#layBy(input, Math.max(next, Math.min(next + SLOTS - 1, input.frame)));
  }

  #inputs(message) {
    this.messages++;
    this.inputBytes += message.length;
    for (const input of decodeInputs(message, this.layout.input.lengthBytes)) {
      if (!this.arrivals.has(input.seq)) {
        this.arrivals.set(input.seq, { target: input.frame, frame: this.frame, atMs: this.now?.() });
      }
      this.#take(input);
    }
  }

  #refuse(input, code) {
    this.refusedInputs++;
    this.refusals.push(code);
    this.send(encodeRefused(1, input.seq, code));
  }

  /** What the player does once is kept when two inputs become one. */
  #layBy(input, slot) {
    const before = this.waiting.get(slot);
    const once = { ...(before?.once ?? {}) };
    const fields = decodeRecord(this.layout.input, input.record);
    for (const column of this.layout.input.columns) if (column.missing === 'zero') once[column.name] ||= fields[column.name];
    this.waiting.set(slot, { ...input, once, seqs: [...(before?.seqs ?? []), input.seq] });
  }

  #command(message) {
    const sequence = new DataView(message.buffer, message.byteOffset).getUint32(1, true);
    this.commands.push({ sequence, id: message[5], record: message.slice(6) });
    if (this.answersCommands === false || sequence < this.lastCommand) return;
    if (sequence > this.lastCommand) this.effects.push(sequence);
    this.lastCommand = sequence;
    this.send(encodeCommandApplied(sequence));
  }

  #sight(everything) {
    if (everything && !this.isDevelopment) this.send(encodeRefused(4, 0, NOT_IN_DEVELOPMENT));
    else this.showsEverything = everything;
  }

  #acknowledge(acks) {
    this.acks.push(...acks);
    const isIn = ({ sent }, ack) => sent && (ack.frame > sent.frame || (ack.frame === sent.frame && ack.part === sent.part));
    for (const ack of acks) this.sureWaiting = this.sureWaiting.filter((effect) => !isIn(effect, ack));
  }

  /** Queues a sure effect. */
  emitSure(name, values) {
    this.sureWaiting.push({ number: this.nextSure++, name, frame: this.frame, values });
  }

  /** The next frame: its input, if there is one. @returns {Record<string, any>} what the player holds */
  step() {
    this.frame++;
    const input = this.waiting.get(this.frame);
    this.waiting.delete(this.frame);
    if (input) {
      this.lastInput = Math.max(this.lastInput, input.seq);
      this.consumed.push(input);
      this.input = { ...decodeRecord(this.layout.input, input.record), ...input.once };
    } else {
      for (const column of this.layout.input.columns) if (column.missing === 'zero') this.input[column.name] = false;
    }
    this.applied.push({ frame: this.frame, atMs: this.now?.(), seqs: input?.seqs ?? [], input: { ...this.input } });
    return this.input;
  }

  /**
   * Shows the frame.
   *
   * @param {Record<string, any[]>} rows as writePart takes them
   * @param {Record<string, any[]>} [still] what never changes: sent in a part of its own, once
   * @param {any[]} [momentary]
   */
  show(rows, still = {}, momentary = []) {
    if (!this.isPlaying) return;
    if (this.beginningFrame < 0) this.beginningFrame = this.frame;
    const firstSure = this.sureWaiting[0]?.number ?? this.nextSure;
    const common = {
      frame: this.frame, lastInput: this.lastInput, depth: this.waiting.size, micros: this.#receiptToFrameMicros(),
      beginning: { age: this.frame - this.beginningFrame, firstSure },
    };
    let part = 0;
    if (!this.hasShownStill) {
      this.#part({ ...common, part: part++, isLast: false, rows: still });
      this.hasShownStill = true;
    }
    const sure = this.sureWaiting.map((effect) => {
      effect.sent ??= { frame: this.frame, part };
      return { ...effect, age: this.frame - effect.frame };
    });
    this.#part({ ...common, part, sure, momentary, rows });
  }

  #receiptToFrameMicros() {
    const arrival = this.arrivals.get(this.lastInput);
    return this.now && arrival ? Math.round((this.now() - arrival.atMs) * 1000) : 0;
  }

  #part(part) {
    this.send(typed(Type.VIEW, writePart(this.layout, part)));
  }
}
