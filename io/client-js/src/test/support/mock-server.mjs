// Serves the page and one pretended match over real WebSockets, to look at the page without the server:
//   node io/client-js/src/test/support/mock-server.mjs --serve [PORT] [arena|duel]

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { Type } from '../../main/js/messages.js';
import { Layout } from '../../main/js/layout.js';
import { textOf } from '../../main/js/record.js';
import arena from './arena-layout.mjs';
import duel from './duel-layout.mjs';
import { MockSeat } from './mock-seat.mjs';
import { PretendArena } from './pretend-arena.mjs';
import { decodeHello } from './server-messages.mjs';

const ROOT = new URL('../../../../../', import.meta.url);
const PAGE = new URL('tools/server/src/main/resources/META-INF/resources/', ROOT);
const CLIENT = new URL('io/client-js/src/main/js/', ROOT);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export function serve(port, game) {
  const layout = new Layout(game === 'duel' ? duel : arena);
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://mock').pathname;
    const file = path.startsWith('/client/') ? new URL(path.slice(8), CLIENT) : new URL(path.slice(1) || 'index.html', PAGE);
    try {
      const body = await readFile(file);
      response.writeHead(200, { 'content-type': TYPES[extname(file.pathname)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.on('upgrade', (request, socket) => play(layout, game, request, socket));
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

function play(layout, game, request, socket) {
  const accept = createHash('sha1').update(request.headers['sec-websocket-key'] + GUID).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  socket.setNoDelay(true);
  const seat = new MockSeat(layout);
  seat.connect((message) => !socket.destroyed && socket.write(frame(message)));
  let match = null;
  let buffered = Buffer.alloc(0);
  socket.on('data', (data) => {
    buffered = Buffer.concat([buffered, data]);
    for (let read = unframe(buffered); read; read = unframe(buffered)) {
      buffered = buffered.subarray(read.end);
      if (read.opcode === 8) socket.end();
      if (read.opcode !== 2) continue;
      const isOther = read.payload[0] === Type.HELLO && ![game, ''].includes(decodeHello(read.payload).game);
      if (!isOther) seat.receive(read.payload);
      if (isOther) {
        seat.disconnect(18, 'The server does not run this game.');
        socket.end();
      } else if (!match && seat.isPlaying) {
        match = game === 'duel' ? duelOf(seat) : new PretendArena(seat, textOf(seat.hellos[0].join));
      }
    }
  });
  const timer = pulse(60, () => match?.step());
  socket.on('error', () => socket.destroy());
  socket.on('close', () => clearInterval(timer));
}

/** Calls so many times a second on average. */
function pulse(hz, run) {
  let next = performance.now();
  return setInterval(() => {
    while (performance.now() >= next) {
      next += 1000 / hz;
      run();
    }
  }, 4);
}

const duelOf = (seat) => ({
  step() {
    seat.step();
    if (seat.frame % 90 === 0) seat.emitSure('kill', { victim: seat.frame % 4 });
    seat.show({ players: [
      { id: 0, access: 2, values: { seat: 0, x: (seat.frame * 640) % 4000000, aim: 4, alive: true, ammo: seat.frame % 12, name: 'me' } },
      { id: 1, values: { seat: 1, x: 65536, aim: (seat.frame * 8) % 4096, alive: seat.frame % 100 > 20, name: 'you' } }] },
    { walls: [{ id: 0, values: { x: 5 } }] });
  },
});

function frame(message) {
  const head = message.length < 126
    ? Buffer.from([0x82, message.length])
    : Buffer.from([0x82, 126, message.length >> 8, message.length & 0xff]);
  return Buffer.concat([head, message]);
}

function unframe(bytes) {
  if (bytes.length < 6) return null;
  const short = bytes[1] & 0x7f;
  const start = short === 126 ? 4 : 2;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const end = start + 4 + length;
  if (bytes.length < end) return null;
  const mask = bytes.subarray(start, start + 4);
  const payload = Uint8Array.from(bytes.subarray(start + 4, end), (byte, i) => byte ^ mask[i & 3]);
  return { opcode: bytes[0] & 0x0f, payload, end };
}

const at = process.argv.indexOf('--serve');
if (at > 0) {
  await serve(Number(process.argv[at + 1] ?? 8099), process.argv[at + 2] ?? 'arena');
  console.log('serving');
}
