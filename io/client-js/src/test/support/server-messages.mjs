// The server's messages, and the client's as a server reads them.

import { Builder } from '../../main/js/wire/flatbuffers/flatbuffers.js';
import { ByteBuffer } from '../../main/js/wire/flatbuffers/byte-buffer.js';
import { Bounds } from '../../main/js/wire/bounds.js';
import { Disconnect } from '../../main/js/wire/disconnect.js';
import { Hello } from '../../main/js/wire/hello.js';
import { Welcome } from '../../main/js/wire/welcome.js';
import { Type } from '../../main/js/messages.js';

export function typed(type, body = new Uint8Array(0)) {
  const message = new Uint8Array(1 + body.length);
  message[0] = type;
  message.set(body, 1);
  return message;
}

export function encodeWelcome(fields) {
  const builder = new Builder(4096);
  const layout = builder.createString(fields.layout);
  const rules = Welcome.createRulesVector(builder, fields.rules ?? new Uint8Array(0));
  const secret = Welcome.createResumeSecretVector(builder, fields.secret);
  const server = builder.createString('mock');
  const bounds = Bounds.createBounds(builder, 2559, 65535, 1200, 16, 64, 4, 10, 10, 1000, 15000);
  Welcome.startWelcome(builder);
  Welcome.addProtocolVersion(builder, 1);
  Welcome.addEpoch(builder, fields.epoch ?? 1n);
  Welcome.addMatch(builder, fields.match ?? 1);
  Welcome.addPlayer(builder, fields.player ?? 7);
  Welcome.addSeat(builder, fields.seat ?? 0);
  Welcome.addLayout(builder, layout);
  Welcome.addRules(builder, rules);
  Welcome.addHz(builder, fields.hz ?? 60);
  Welcome.addFrame(builder, fields.frame ?? 0);
  Welcome.addResumeSecret(builder, secret);
  Welcome.addResumed(builder, fields.resumed ?? false);
  Welcome.addBounds(builder, bounds);
  Welcome.addServer(builder, server);
  Welcome.addLastInput(builder, fields.lastInput ?? 0);
  Welcome.addLastCommand(builder, fields.lastCommand ?? 0);
  builder.finish(Welcome.endWelcome(builder));
  return typed(Type.WELCOME, builder.asUint8Array());
}

export function encodeDisconnect(reason, text, retryAfterMs = -1) {
  const builder = new Builder(128);
  const sentence = builder.createString(text);
  const field = builder.createString('');
  builder.finish(Disconnect.createDisconnect(builder, reason, sentence, field, retryAfterMs, 1));
  return typed(Type.DISCONNECT, builder.asUint8Array());
}

export function encodeRefused(what, sequence, reason) {
  const message = typed(Type.REFUSED, new Uint8Array(6));
  message[1] = what;
  new DataView(message.buffer).setUint32(2, sequence, true);
  message[6] = reason;
  return message;
}

export function encodeCommandApplied(sequence) {
  const message = typed(Type.COMMAND_APPLIED, new Uint8Array(4));
  new DataView(message.buffer).setUint32(1, sequence, true);
  return message;
}

export function decodeHello(message) {
  const hello = Hello.getRootAsHello(new ByteBuffer(message.subarray(1)));
  const resume = hello.resume();
  return {
    game: hello.game(),
    match: hello.match(),
    join: Uint8Array.from(hello.joinArray() ?? []),
    resume: resume && {
      player: resume.player(),
      secret: Uint8Array.from(resume.secretArray()),
      lastEpoch: resume.lastEpoch(),
      nextSureEffect: resume.nextSureEffect(),
      lastSureFrame: resume.lastSureFrame(),
      lastSureCount: resume.lastSureCount(),
    },
  };
}

export function decodeInputs(message, recordBytes) {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const inputs = [];
  for (let i = 0, at = 2; i < message[1]; i++, at += 14 + recordBytes) {
    inputs.push({
      seq: view.getUint32(at, true),
      frame: view.getInt32(at + 4, true),
      seenFrame: view.getInt32(at + 8, true),
      seenFraction: view.getUint16(at + 12, true) / 65536,
      record: message.slice(at + 14, at + 14 + recordBytes),
    });
  }
  return inputs;
}

export function decodeAcks(message) {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  return Array.from({ length: message[1] }, (_, i) => ({ frame: view.getInt32(2 + i * 5, true), part: message[2 + i * 5 + 4] }));
}
