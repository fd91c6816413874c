import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RingsideClient } from '../main/js/client.js';
import { Layout } from '../main/js/layout.js';
import { Type } from '../main/js/messages.js';
import arena from './support/arena-layout.mjs';
import { MockSeat } from './support/mock-seat.mjs';
import { pageModule } from './support/page-modules.mjs';
import { ManualClock, SimulatedNetwork } from './support/simulated-network.mjs';
import { seedOf } from './support/seed.mjs';

const { PREDICTION, predict } = await pageModule('arena/ahead.js');

const SEED = seedOf('prediction');

const HZ = 60;
const FRAME_MS = 1000 / HZ;
const ONE = 65536;

/** A player alone in a pretended arena that moves by the arena's own rules, over a network. */
function world({ oneWayMs = 40, jitterMs = 0, lossPercent = 0 } = {}) {
  const clock = new ManualClock();
  const seat = new MockSeat(new Layout(arena), { hz: HZ, now: () => clock.nowMs });
  seat.lateMergeFrames = 3;
  const network = new SimulatedNetwork(clock, seat, oneWayMs, SEED);
  network.jitterMs = jitterMs;
  const client = new RingsideClient('ws://test/play', { ...clock.edges(), connect: network.connect, prediction: PREDICTION });
  const own = {
    seat: 0, team: 0, slot: 0, alive: 1, hp: 100, aim: 0, x: 22 * ONE, y: 20 * ONE, vx: 0, vy: 0, dash: 0, ammo: 12, readyFrame: 0 };
  const round = { phase: 1, number: 1, endsFrame: 100000, winner: -1, winnerTeam: -1, hz: HZ, fog: false };
  const shown = { frame: 0, single: () => round };
  const seen = { effects: [] };
  client.onEffect((effect) => seen.effects.push(effect));
  let nextFrameMs = clock.nowMs;
  const all = { clock, seat, network, client, own, seen, momentary: [], onFrame: () => {} };
  all.run = (ms) => {
    const end = clock.nowMs + ms;
    while (nextFrameMs <= end) {
      clock.advance(Math.max(0, nextFrameMs - clock.nowMs));
      nextFrameMs += FRAME_MS;
      const input = seat.step();
      shown.frame = seat.frame;
      if (input.aim !== undefined) predict(own, shown, input);
      all.onFrame(input);
      seat.show({
        round: [{ id: 0, values: round }], players: [{ id: 0, access: 3, values: own }],
      }, {}, all.momentary.splice(0));
    }
    clock.advance(Math.max(0, end - clock.nowMs));
  };
  client.join();
  while (client.status.state !== 'playing') all.run(1);
  network.lossPercent = lossPercent;
  return all;
}

/** Presses and lets go of keys, and dashes, as people do. */
function fidget(network, client) {
  const pick = (list) => list[Math.floor(network.random() * list.length)];
  client.send({ moveX: pick([-127, 0, 127]), moveY: pick([-127, 0, 127]), aim: Math.floor(network.random() * ONE) });
  if (network.random() < 0.1) client.send({ dash: true });
}

test('a_key_moves_the_picture_at_once_over_300_ms', () => {
  const { client, run, own } = world({ oneWayMs: 150 });
  run(3000);
  const before = client.own().x;
  client.send({ moveX: 127 });
  run(100);
  assert.ok(client.own().x - before > 0.2, `moved ${client.own().x - before} m`);
  assert.equal(own.x, 22 * ONE, 'the server has not heard of it');
  run(4000);
  assert.equal(client.stats().corrections, 0);
  assert.ok(client.stats().predictedFrames >= 18 && client.stats().predictedFrames <= 24, `${client.stats().predictedFrames}`);
});

test('a_steady_walk_is_drawn_steadily', () => {
  const { client, run } = world({ oneWayMs: 75, jitterMs: 20 });
  client.send({ moveX: 127 });
  run(3000);
  client.send({ moveX: -127 });
  run(500);
  const steps = [];
  let before = client.own().x;
  for (let i = 0; i < 200; i++) {
    run(5);
    steps.push(before - client.own().x);
    before = client.own().x;
  }
  const usual = (6 * 5) / 1000;
  assert.ok(steps.every((step) => step > usual * 0.5 && step < usual * 1.6), `${Math.min(...steps)} to ${Math.max(...steps)} m`);
});

for (const [oneWayMs, jitterMs] of [[60, 30], [120, 60]]) {
  test(`alone_nothing_is_corrected_over_${oneWayMs + jitterMs / 2}_ms_with_${jitterMs / 2}_ms_of_jitter_and_5_percent_loss`, () => {
    const { client, run, seat, network } = world({ oneWayMs, jitterMs, lossPercent: 5 });
    run(5000);
    const from = seat.frame;
    const start = client.stats();
    const unexplained = [];
    let before = start;
    let comparedFrame = client.view.frame;
    client.onView((view) => {
      const stats = client.stats();
      // Where a frame had no input of its own it was not what the player did: the server's word counts.
      if (stats.corrections > before.corrections && !isDisturbed(seat, comparedFrame, view.frame)) unexplained.push(view.frame);
      if (stats.confirmedFrames + stats.corrections > before.confirmedFrames + before.corrections) comparedFrame = view.frame;
      before = stats;
    });
    for (let i = 0; i < 600; i++) {
      fidget(network, client);
      run(100);
      client.interpolation.clock(client.view ? network.clock.nowMs : 0);
    }
    const end = client.stats();
    const frames = seat.frame - from;
    const missing = seat.applied.filter(({ frame, seqs }) => frame > from && seqs.length === 0).length;
    console.log(`  ${frames} frames, ${missing} without an input; ${end.confirmedFrames - start.confirmedFrames} views as predicted, `
      + `${end.corrections - start.corrections} corrected; ${end.predictedFrames} frames ahead`);
    assert.deepEqual(unexplained, [], 'views that were corrected although each frame had its input');
    assert.ok(missing <= frames * 0.05, `${missing} of ${frames} frames without an input`);
    assert.ok(end.confirmedFrames - start.confirmedFrames > frames * 0.6);
    assert.ok(end.viewLoss > 0.005 && end.viewLoss < 0.5, `loss ${end.viewLoss}`);
  });
}

/** Whether a frame since the last one that was compared had no input, or one that had come too late for its own frame. */
function isDisturbed(seat, after, upTo) {
  return seat.applied.some(({ frame, seqs }) => frame > after && frame <= upTo
    && (seqs.length === 0 || seqs.some((seq) => seat.arrivals.get(seq).target !== frame)));
}

test('a_frame_without_an_input_is_corrected_and_the_error_glides_away', () => {
  const { client, run, network, clock } = world({ oneWayMs: 40 });
  client.send({ moveX: 127, moveY: 0 });
  run(3000);
  assert.equal(client.stats().corrections, 0);
  network.lossOf.set(Type.INPUTS, 100);
  client.send({ moveX: -127 });
  run(200);
  network.lossOf.clear();
  const places = [client.own().x];
  for (let i = 0; i < 400; i++) {
    run(5);
    places.push(client.own().x);
  }
  assert.ok(client.stats().corrections > 0);
  assert.equal(client.stats().snaps, 0);
  const largest = Math.max(...places.slice(1).map((place, i) => Math.abs(place - places[i])));
  assert.ok(largest < 0.15, `it jumped by ${largest} m in ${5} ms`);
  const { corrections } = client.stats();
  run(1000);
  assert.equal(client.stats().corrections, corrections, 'from then on it is right again');
  assert.ok(clock.nowMs > 0);
});

test('an_error_beyond_the_bound_snaps', () => {
  const { client, run, own } = world();
  run(2000);
  own.x = 40 * ONE;
  run(120);
  assert.equal(client.stats().snaps, 1);
  assert.equal(client.own().x, 40);
});

test('a_small_push_is_smoothed', () => {
  const { client, run, own } = world();
  run(2000);
  own.x += ONE;
  let last = client.own().x;
  let largest = 0;
  for (let i = 0; i < 200; i++) {
    run(5);
    largest = Math.max(largest, Math.abs(client.own().x - last));
    last = client.own().x;
  }
  assert.equal(client.stats().corrections, 1);
  assert.ok(Math.abs(client.own().x - 23) < 0.001, `it is at ${client.own().x}`);
  assert.ok(largest < 0.1, `a step of ${largest} m`);
});

test('a_dash_whose_input_was_late_is_carried_to_the_next_frame', () => {
  const { client, run, seat, network } = world({ oneWayMs: 40 });
  run(3000);
  network.lossOf.set(Type.INPUTS, 100);
  client.send({ dash: true });
  run(45);
  network.lossOf.clear();
  run(2000);
  assert.equal(seat.applied.filter(({ input }) => input.dash).length, 1);
  assert.ok(client.stats().corrections <= 3, `${client.stats().corrections} corrections`);
});

test('a_predicted_effect_is_shown_at_once_and_once', () => {
  const world1 = world({ oneWayMs: 100 });
  const { client, run, seen, seat, own, momentary } = world1;
  world1.onFrame = (input) => {
    if (!input.fire || seat.frame < own.readyFrame) return;
    own.ammo--;
    own.readyFrame = seat.frame + 10;
    momentary.push({ name: 'shot', age: 0, values: { slot: 0 } });
  };
  run(3000);
  client.send({ fire: true });
  run(50);
  assert.equal(seen.effects.length, 1, 'long before the server hears of it');
  assert.equal(seen.effects[0].predicted, true);
  run(950);
  client.send({ fire: false });
  run(1000);
  const shots = 12 - own.ammo;
  assert.equal(shots, 6);
  assert.equal(seen.effects.length, shots);
  assert.ok(seen.effects.every((effect) => effect.predicted && effect.inputSeq > 0));
  assert.equal(client.stats().effectsPredicted, shots);
  assert.equal(client.stats().effectsDenied, 0);
  momentary.push({ name: 'shot', age: 0, values: { slot: 3 } });
  run(300);
  assert.deepEqual([seen.effects.at(-1).fields.slot, seen.effects.at(-1).predicted], [3, false], 'of others');
});

test('an_effect_that_the_server_never_shows_is_counted', () => {
  const { client, run } = world({ oneWayMs: 20 });
  run(2000);
  client.send({ fire: true });
  run(30);
  client.send({ fire: false });
  run(1500);
  assert.equal(client.stats().effectsDenied, 1);
});

test('who_only_watches_is_ahead_of_nothing', () => {
  const { client, run, seat, network } = world();
  run(500);
  assert.ok(client.own());
  seat.player = 0;
  network.cut();
  run(2000);
  assert.equal(client.isSpectator, true);
  assert.ok(client.view.frame > 100);
  assert.equal(client.own(), null, 'although the first seat has a row');
  assert.equal(client.prediction.framesAhead, 0);
});

test('another_row_under_the_same_id_is_begun_anew_and_nothing_is_corrected', () => {
  const { client, own, run, seat, network } = world();
  client.send({ moveX: 127 });
  run(2000);
  const before = client.stats();
  // All views are lost that say that the one row is gone and the other there.
  network.lossOf.set(Type.VIEW, 100);
  seat.beginningFrame = seat.frame + 5;
  own.x -= 8 * ONE;
  run(100);
  network.lossOf.delete(Type.VIEW);
  run(200);
  const after = client.stats();
  assert.deepEqual([after.corrections, after.snaps], [before.corrections, before.snaps]);
  assert.ok(Math.abs(client.prediction.newest().x - own.x / ONE) < 2.5);
});

test('prediction_can_be_switched_off_and_on_while_playing', () => {
  const { client, run, own } = world({ oneWayMs: 60 });
  client.send({ moveX: 127 });
  run(2500);
  client.prediction.isOn = false;
  run(200);
  assert.equal(client.own(), null);
  assert.equal(client.ownRows('players').length, 1);
  client.prediction.isOn = true;
  run(300);
  client.send({ moveX: 0, moveY: 127 });
  run(1500);
  assert.equal(client.stats().corrections, 0);
  assert.ok(Math.abs(client.own().x - own.x / ONE) < 0.001);
});

test('it_goes_on_after_a_resume', () => {
  const { client, run, network } = world({ oneWayMs: 60 });
  client.send({ moveX: 127 });
  run(2500);
  network.cut();
  run(3000);
  const { corrections } = client.stats();
  client.send({ moveX: -127, moveY: 127 });
  run(2000);
  assert.equal(client.status.state, 'playing');
  assert.equal(client.stats().corrections, corrections);
  assert.ok(client.own() !== null);
});
