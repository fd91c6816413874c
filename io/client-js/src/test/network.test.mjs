import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from '../main/js/messages.js';
import { pageModule } from './support/page-modules.mjs';
import { ManualClock } from './support/simulated-network.mjs';

const { WorseNetwork } = await pageModule('arena/network.js');

/** A carrier that notes what goes through, under the page's network. */
function world(seed = 1) {
  const clock = new ManualClock();
  let state = seed;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const sent = [];
  const came = [];
  let events = null;
  const network = new WorseNetwork({
    ...clock.edges(), random,
    connect: (url, given) => {
      events = given;
      return { send: (message) => sent.push({ atMs: clock.nowMs, message }), close() {} };
    },
  });
  const transport = network.connect('ws://test', {
    onOpen: () => came.push({ atMs: clock.nowMs, message: 'open' }),
    onMessage: (message) => came.push({ atMs: clock.nowMs, message }),
    onClose: (detail) => came.push({ atMs: clock.nowMs, message: detail }),
  });
  return { clock, network, transport, sent, came, events: () => events };
}

test('without_sliders_messages_pass_at_once', () => {
  const { transport, sent, came, events } = world();
  events().onOpen();
  transport.send(Uint8Array.of(Type.INPUTS));
  events().onMessage(Uint8Array.of(Type.VIEW));
  assert.deepEqual([sent.length, came.length], [1, 2]);
});

test('latency_is_added_half_each_way_and_jitter_around_it', () => {
  const { clock, network, transport, sent, came, events } = world();
  Object.assign(network, { latencyMs: 150, jitterMs: 30 });
  const startMs = clock.nowMs;
  for (let i = 0; i < 500; i++) {
    transport.send(Uint8Array.of(Type.INPUTS));
    events().onMessage(Uint8Array.of(Type.VIEW));
  }
  clock.advance(200);
  for (const way of [sent, came]) {
    const delays = way.map(({ atMs }) => atMs - startMs);
    assert.equal(delays.length, 500);
    assert.ok(Math.min(...delays) >= 60 && Math.min(...delays) < 62, `${Math.min(...delays)}`);
    assert.ok(Math.max(...delays) <= 90 && Math.max(...delays) > 88, `${Math.max(...delays)}`);
  }
});

test('a_part_of_the_messages_is_lost_but_never_the_handshake', () => {
  const { clock, network, transport, sent, came, events } = world(7);
  Object.assign(network, { latencyMs: 40, lossPercent: 20 });
  events().onOpen();
  for (let i = 0; i < 1000; i++) transport.send(Uint8Array.of(Type.INPUTS));
  for (let i = 0; i < 100; i++) {
    for (const type of [Type.HELLO, Type.LEAVE, Type.SIGHT]) transport.send(Uint8Array.of(type));
    events().onMessage(Uint8Array.of(Type.WELCOME));
    events().onMessage(Uint8Array.of(Type.DISCONNECT));
  }
  events().onClose('bye');
  clock.advance(100);
  const inputs = sent.filter(({ message }) => message[0] === Type.INPUTS).length;
  assert.ok(inputs > 740 && inputs < 860, `${inputs} of 1000`);
  assert.equal(network.lost, 1000 - inputs);
  assert.equal(sent.length - inputs, 300);
  assert.equal(came.length, 202);
  assert.equal(came.at(-1).message, 'bye', 'the end comes last');
});

test('a_steady_way_keeps_the_order', () => {
  const { clock, network, transport, sent } = world();
  for (let i = 0; i < 200; i++) {
    network.latencyMs = (i * 37) % 200;
    transport.send(Uint8Array.of(Type.INPUTS, i));
    clock.advance(3);
  }
  clock.advance(500);
  assert.deepEqual(sent.map(({ message }) => message[1]), Array.from({ length: 200 }, (_, i) => i));
});
