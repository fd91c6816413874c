// A connection over TCP: the messages, and the states that it goes through.

import { EventEmitter } from 'node:events';
import net from 'node:net';
import { Table, write } from './flatbuffer.mjs';
import { Layout } from './layout.mjs';
import { World, readHeader } from './view.mjs';

const VERSION = 1;
const HELLO = 1, INPUTS = 2, ACKS = 3, PING = 4, COMMAND = 5, LEAVE = 6;
const WELCOME = 64, VIEW = 65, PONG = 66, DISCONNECT = 67, REFUSED = 68, COMMAND_APPLIED = 69;

const RETRY_MS = 500;

/**
 * Plays in a match. Events: 'joined' (the WELCOME), 'view' (its header; 'world' holds what is shown), 'effect', 'pong' (its
 * bytes), 'refused' ({what, sequence, reason}), 'applied' (a command's sequence), 'end' (the DISCONNECT, or null when
 * the connection broke).
 */
export class Client extends EventEmitter {
  #socket = null;
  #received = Buffer.alloc(0);
  #ended = null;
  #acks = [];
  #inputs = [];
  #commands = [];
  welcome = null;
  layout = null;
  world = null;
  /** Decides which parts of views and which own messages a bad network swallows. */
  loses = () => false;

  constructor(host, port) {
    super();
    Object.assign(this, { host, port });
  }

  /** Takes a new seat; the join fields that the layout declares are known only afterwards, so that the token has them. */
  join(token) {
    this.#connect([null, null, null, ['i32', 0], ['text', token], null, null, ['text', 'stranger']]);
  }

  /** Takes the same seat again over a new connection. */
  resume() {
    const { match, player, secret, epoch } = this.welcome;
    const resume = [['i32', player], ['bytes', secret], ['i64', epoch], ['u32', this.world.nextSure]];
    this.#connect([null, null, null, ['i32', match], null, null, ['table', resume], ['text', 'stranger']]);
  }

  #connect(hello) {
    hello[0] = ['u16', VERSION];
    this.#received = Buffer.alloc(0);
    this.#ended = null;
    const socket = net.connect({ host: this.host, port: this.port, noDelay: true });
    this.#socket = socket;
    socket.on('connect', () => this.#send(HELLO, write(hello)));
    socket.on('data', (bytes) => this.#read(bytes));
    socket.on('error', () => {}); // 'close' follows.
    socket.on('close', () => {
      if (this.#socket === socket) {
        this.#socket = null;
        this.emit('end', this.#ended);
      }
    });
  }

  /** Cuts the connection, as a network does; 'end' follows. */
  cut() {
    this.#socket.destroy();
  }

  // ---- what a client says

  #send(type, ...body) {
    const length = 1 + body.reduce((sum, each) => sum + each.length, 0);
    const head = Buffer.from([length >> 8, length & 0xff, type]);
    this.#socket.write(Buffer.concat([head, ...body]));
  }

  /** Aims an input at a frame, as somebody acts who is shown the newest view. */
  input(frame, values) {
    const head = Buffer.alloc(14);
    const sequence = (this.#inputs.at(-1)?.sequence ?? this.lastInput) + 1;
    this.lastInput = sequence;
    head.writeUInt32LE(sequence, 0);
    head.writeInt32LE(frame, 4);
    head.writeInt32LE(this.world.frame, 8);
    this.#inputs.push({ sequence, bytes: Buffer.concat([head, this.layout.input.write(values)]) });
    const newest = this.#inputs.slice(-this.welcome.bounds.inputsPerMessage);
    if (!this.loses()) {
      this.#send(INPUTS, Buffer.from([newest.length]), ...newest.map(({ bytes }) => bytes));
    }
    return sequence;
  }

  command(name, values) {
    const id = this.layout.commands.findIndex((command) => command.name === name);
    const head = Buffer.alloc(5);
    this.lastCommand++;
    head.writeUInt32LE(this.lastCommand, 0);
    head.writeUInt8(id, 4);
    const command = { sequence: this.lastCommand, bytes: Buffer.concat([head, this.layout.commands[id].write(values)]) };
    this.#commands.push(command);
    this.#sendCommand(command);
    return command.sequence;
  }

  #sendCommand(command) {
    command.sentMs = performance.now();
    this.#send(COMMAND, command.bytes);
  }

  ping(bytes) {
    this.#send(PING, bytes);
  }

  leave() {
    this.#send(LEAVE);
  }

  // ---- what a server says

  #read(bytes) {
    this.#received = Buffer.concat([this.#received, bytes]);
    while (this.#received.length >= 2 && this.#received.length >= 2 + this.#received.readUInt16BE(0)) {
      const end = 2 + this.#received.readUInt16BE(0);
      const message = this.#received.subarray(2, end);
      this.#received = this.#received.subarray(end);
      this.#message(message[0], message.subarray(1));
    }
  }

  #message(type, body) {
    switch (type) {
      case WELCOME:
        this.#joined(readWelcome(body));
        break;
      case VIEW:
        this.#view(body);
        break;
      case PONG:
        this.emit('pong', body);
        break;
      case REFUSED:
        this.#refused({ what: body[0], sequence: body.readUInt32LE(1), reason: body[5] });
        break;
      case COMMAND_APPLIED:
        this.#commands = this.#commands.filter(({ sequence }) => sequence !== body.readUInt32LE(0));
        this.emit('applied', body.readUInt32LE(0));
        break;
      case DISCONNECT:
        this.#ended = readDisconnect(body);
        break;
      default:
        throw new Error(`a message of type ${type}`);
    }
  }

  #joined(welcome) {
    if (this.world === null) {
      this.layout = new Layout(welcome.layout);
      this.world = new World(this.layout, (effect) => this.emit('effect', effect));
    }
    this.world.forget();
    this.#acks = [];
    this.welcome = welcome;
    this.#inputs = this.#inputs.filter(({ sequence }) => sequence > welcome.lastInput);
    this.lastInput = Math.max(this.lastInput ?? 0, welcome.lastInput);
    this.#commands = this.#commands.filter(({ sequence }) => sequence > welcome.lastCommand);
    this.lastCommand = Math.max(this.lastCommand ?? 0, welcome.lastCommand);
    this.#commands.forEach((command) => this.#sendCommand(command));
    this.emit('joined', welcome);
  }

  #view(part) {
    if (this.loses()) {
      return;
    }
    const header = readHeader(part);
    if (this.world.apply(part)) {
      const ack = Buffer.alloc(5);
      ack.writeInt32LE(header.frame, 0);
      ack.writeUInt8(header.number, 4);
      this.#acks.push(ack);
    }
    this.#inputs = this.#inputs.filter(({ sequence }) => sequence > header.lastInput);
    if (header.isLast) {
      if (!this.loses()) {
        this.#send(ACKS, Buffer.from([this.#acks.length]), ...this.#acks);
      }
      this.#acks = [];
      const silent = this.#commands.find(({ sentMs }) => performance.now() - sentMs > RETRY_MS);
      if (silent !== undefined) {
        this.#sendCommand(silent);
      }
      this.emit('view', { ...header, whole: this.world.isWhole(header.number) });
    }
  }

  #refused(refusal) {
    const list = refusal.what === 1 ? this.#inputs : this.#commands;
    const index = list.findIndex(({ sequence }) => sequence === refusal.sequence);
    if (index >= 0) {
      list.splice(index, 1);
    }
    this.emit('refused', refusal);
  }
}

function readWelcome(body) {
  const table = new Table(body);
  const bounds = table.table(12);
  return {
    version: table.number(0, 'u16'),
    epoch: table.number(1, 'i64', 0n),
    match: table.number(2, 'i32'),
    player: table.number(3, 'i32'),
    seat: table.number(4, 'u16'),
    layout: table.text(5),
    hz: table.number(8, 'u16'),
    frame: table.number(9, 'i32'),
    secret: Buffer.from(table.bytes(10)),
    resumed: table.number(11, 'u8') === 1,
    bounds: { inputsPerMessage: bounds.number(3, 'u8'), acksPerMessage: bounds.number(4, 'u8') },
    lastInput: table.number(14, 'u32'),
    lastCommand: table.number(15, 'u32'),
  };
}

function readDisconnect(body) {
  const table = new Table(body);
  return {
    reason: table.number(0, 'u16'),
    text: table.text(1),
    field: table.text(2),
    retryAfterMs: table.number(3, 'i32', -1),
  };
}
