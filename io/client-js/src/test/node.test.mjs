import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { RingsideClient } from '../main/js/index.js';
import { Layout } from '../main/js/layout.js';
import { carrier } from '../main/js/node.js';
import duel from './support/duel-layout.mjs';
import { MockSeat } from './support/mock-seat.mjs';

/** A server of one seat over TCP that writes what it says in pieces. */
async function serve(pieceBytes) {
  const seat = new MockSeat(new Layout(duel));
  const server = createServer((socket) => {
    let waiting = Buffer.alloc(0);
    seat.connect((message) => {
      const framed = Buffer.concat([Buffer.from([message.length >> 8, message.length & 255]), message]);
      for (let at = 0; at < framed.length; at += pieceBytes) socket.write(framed.subarray(at, at + pieceBytes));
    });
    socket.on('data', (data) => {
      waiting = Buffer.concat([waiting, data]);
      while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE()) {
        const end = 2 + waiting.readUInt16BE();
        seat.receive(Uint8Array.from(waiting.subarray(2, end)));
        waiting = waiting.subarray(end);
      }
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { seat, server, url: `tcp://127.0.0.1:${server.address().port}` };
}

for (const pieceBytes of [1, 7, 4096]) {
  test(`a_client_plays_over_tcp_in_pieces_of_${pieceBytes}_bytes`, async () => {
    const { seat, server, url } = await serve(pieceBytes);
    const client = new RingsideClient(url, { connect: carrier });
    const viewed = new Promise((resolve) => { client.onView(resolve); });
    const welcome = await client.join({ match: 1 });
    assert.equal(welcome.player, 7);
    seat.step();
    seat.show({ players: [{ id: 0, access: 2, values: { seat: 0, x: 65536, aim: 0, alive: true, ammo: 3, name: 'me' } }] });
    const view = await viewed;
    assert.equal(view.tables.get('players').get(0).name, 'me');
    await client.command('ready');
    const closed = new Promise((resolve) => { client.onStatus((status) => status.state === 'closed' && resolve(status)); });
    client.leave();
    assert.equal((await closed).disconnection.reason, 'LEFT');
    server.close();
  });
}

test('the_next_address_is_tried_when_one_does_not_answer', async () => {
  const gone = await serve(4096);
  gone.server.close();
  await once(gone.server, 'close');
  const { server, url } = await serve(4096);
  const client = new RingsideClient([gone.url, url], { connect: carrier });
  await client.join({ match: 1 });
  client.leave();
  server.close();
});
