import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RingsideClient } from '../main/js/client.js';
import { Layout } from '../main/js/layout.js';
import duel from './support/duel-layout.mjs';
import { MockSeat } from './support/mock-seat.mjs';
import { ManualClock, SimulatedNetwork } from './support/simulated-network.mjs';

/** A client that has joined, and its server. */
function joined() {
  const clock = new ManualClock();
  const seat = new MockSeat(new Layout(duel));
  const network = new SimulatedNetwork(clock, seat, 10);
  const client = new RingsideClient('ws://test/play', { ...clock.edges(), connect: network.connect });
  client.join({ match: 1 });
  clock.advance(100);
  return { clock, seat, network, client };
}

test('a_moment_is_marked_at_the_frame_that_was_shown_when_the_key_was_pressed', async () => {
  const { clock, seat, client } = joined();
  const marked = client.bookmark('durch die Wand – 壁', 41);
  clock.advance(100);
  assert.equal(await marked, 41);
  assert.deepEqual(seat.bookmarks, [{ frame: 41, text: 'durch die Wand – 壁' }]);
});

test('a_refusal_comes_with_its_reason', async () => {
  const { clock, seat, client } = joined();
  seat.bookmarkRefusal = 71;
  const marked = client.bookmark('again');
  clock.advance(100);
  await assert.rejects(marked, /TOO_MANY_BOOKMARKS/);
});

test('a_text_that_no_server_takes_is_refused_here', async () => {
  const { client } = joined();
  await assert.rejects(client.bookmark(''), RangeError);
  await assert.rejects(client.bookmark('–'.repeat(67)), RangeError);
  await assert.rejects(client.bookmark('a\u0085b'), RangeError);
});

test('where_the_connection_breaks_nobody_knows_what_became_of_it', async () => {
  const { clock, seat, client } = joined();
  seat.ignoresBookmarks = true;
  const marked = client.bookmark('lost');
  client.leave();
  clock.advance(200);
  await assert.rejects(marked, /broke/);
  await assert.rejects(client.bookmark('late'), /not joined/);
});
