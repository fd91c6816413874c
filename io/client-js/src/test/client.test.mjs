import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RingsideClient } from '../main/js/client.js';
import { Layout } from '../main/js/layout.js';
import { Type } from '../main/js/messages.js';
import { decodeRecord } from '../main/js/record.js';
import duel from './support/duel-layout.mjs';
import { MockSeat } from './support/mock-seat.mjs';
import { typed } from './support/server-messages.mjs';
import { ManualClock, SimulatedNetwork } from './support/simulated-network.mjs';

const FRAME_MS = 1000 / 60;

/** A client and a server that runs at `hz`, joined by a network. */
function world({ oneWayMs = 10 } = {}) {
  const clock = new ManualClock();
  const layout = new Layout(duel);
  const seat = new MockSeat(layout);
  const network = new SimulatedNetwork(clock, seat, oneWayMs);
  const client = new RingsideClient('ws://test/play', { ...clock.edges(), connect: network.connect });
  const seen = { effects: [], views: [], statuses: [], sessions: [] };
  client.onEffect((effect) => seen.effects.push(effect));
  client.onView((view) => seen.views.push(view));
  client.onStatus((status) => seen.statuses.push(`${status.state}: ${status.detail}`));
  client.onSession((session) => seen.sessions.push(session));
  let x = 10 * 65536;
  let nextFrameMs = clock.nowMs;
  const run = (ms) => {
    const end = clock.nowMs + ms;
    while (nextFrameMs <= end) {
      clock.advance(Math.max(0, nextFrameMs - clock.nowMs));
      nextFrameMs += FRAME_MS;
      const input = seat.step();
      x += Math.round(((input.moveX ?? 0) * 65536 * 6) / 127 / 60) & ~63;
      seat.show({ players: [
        { id: 0, access: 2, values: { seat: 0, x, aim: 4090, alive: true, ammo: 12, name: 'me' } },
        { id: 1, values: { seat: 1, x: seat.frame * 640, aim: (seat.frame * 8) % 4096, alive: true, name: 'you' } },
      ] }, { walls: [{ id: 0, values: { x: 5 } }, { id: 3, values: { x: 7 } }] });
    }
    clock.advance(Math.max(0, end - clock.nowMs));
  };
  return { clock, seat, network, client, seen, run };
}

test('a_client_joins_and_is_shown_views_by_name', async () => {
  const { client, seen, run, seat } = world();
  const joined = client.join({ match: 1 });
  run(500);
  assert.equal((await joined).match, 1);
  assert.equal(client.status.state, 'playing');
  assert.deepEqual([...client.view.tables.keys()], ['players', 'walls']);
  const [own, other] = [...client.view.tables.get('players').values()];
  assert.equal(own.name, 'me');
  assert.equal(own.x, 10);
  assert.equal(own.alive, true);
  assert.equal(own.ammo, 12);
  assert.equal(other.ammo, undefined, 'the owner alone is shown it');
  assert.deepEqual(client.ownRows('players'), [own]);
  assert.deepEqual([...client.view.tables.get('walls').keys()], [0, 3]);
  assert.ok(seen.views.length > 20);
  assert.equal(client.view.frame, seen.views.at(-1).frame);
  assert.equal(seat.hellos[0].match, 1);
});

test('every_part_is_acknowledged_once', () => {
  const { client, run, seat } = world();
  client.join();
  run(300);
  const keys = seat.acks.map((ack) => `${ack.frame}/${ack.part}`);
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(seat.acks.filter((ack) => ack.part === 1).length, 1, 'the first view had two parts');
});

for (const oneWayMs of [1, 20, 45]) {
  test(`inputs_arrive_just_in_time_over_${oneWayMs}_ms`, () => {
    const { client, run, seat } = world({ oneWayMs });
    client.join();
    run(3000);
    const before = seat.refusedInputs;
    const consumed = seat.consumed.length;
    run(5000);
    assert.equal(seat.refusedInputs, before, 'none is late once the clock has settled');
    assert.ok(seat.consumed.length - consumed >= 296, `${seat.consumed.length - consumed} of 300 frames had an input`);
    assert.ok(Math.abs(client.stats().averageDepth - 2) < 1, `depth ${client.stats().averageDepth}`);
    assert.ok(Math.abs(client.stats().roundTripMs - 2 * oneWayMs) < 1.5, `round trip ${client.stats().roundTripMs}`);
    assert.ok(client.stats().pendingInputs < 20);
  });
}

for (const [before, after] of [[200, 5], [5, 120], [120, 5]]) {
  test(`inputs_arrive_again_after_the_way_changes_from_${before}_to_${after}_ms`, () => {
    const { client, run, seat, network } = world({ oneWayMs: before });
    client.join();
    run(2000);
    network.oneWayMs = after;
    run(3000);
    const { refusedInputs } = seat;
    const consumed = seat.consumed.length;
    run(2000);
    assert.equal(seat.refusedInputs, refusedInputs);
    assert.ok(seat.consumed.length - consumed >= 115, `${seat.consumed.length - consumed} of 120 frames had an input`);
  });
}

test('inputs_go_on_over_an_unsteady_connection', () => {
  const { client, run, seat, network } = world({ oneWayMs: 20 });
  client.join();
  let random = 7;
  for (let i = 0; i < 1000; i++) {
    random = (random * 48271) % 2147483647;
    network.oneWayMs = 20 + (random % 25);
    run(10);
  }
  const { refusedInputs } = seat;
  const consumed = seat.consumed.length;
  for (let i = 0; i < 500; i++) {
    random = (random * 48271) % 2147483647;
    network.oneWayMs = 20 + (random % 25);
    run(10);
  }
  assert.ok(seat.refusedInputs - refusedInputs < 15, `${seat.refusedInputs - refusedInputs} refused`);
  assert.ok(seat.consumed.length - consumed >= 285, `${seat.consumed.length - consumed} of 300 frames had an input`);
});

test('held_fields_last_and_momentary_ones_are_sent_once', () => {
  const { client, run, seat } = world();
  client.join();
  run(1000);
  client.send({ moveX: 300, dash: true });
  run(1000);
  const records = seat.consumed.map((input) => decodeRecord(seat.layout.input, input.record));
  const moved = records.filter((record) => record.moveX === 127);
  assert.ok(moved.length > 50, 'clamped and held');
  assert.equal(records.filter((record) => record.dash).length, 1);
  assert.ok(client.ownRows('players')[0].x > 14);
});

test('an_input_says_what_the_player_saw_of_others', () => {
  const { client, run, seat, clock } = world();
  client.join();
  for (let i = 0; i < 100; i++) {
    run(10);
    client.interpolation?.clock(clock.nowMs);
  }
  const { seenFrame, seenFraction, frame } = seat.consumed.at(-1);
  assert.ok(seenFrame < frame - 2 && seenFrame > frame - 10, `${seenFrame} at ${frame}`);
  assert.ok(seenFraction >= 0 && seenFraction < 1);
});

test('others_move_smoothly_between_two_frames_and_angles_turn_the_shorter_way', () => {
  const { client, run, clock } = world();
  client.join();
  run(1000);
  const places = [];
  for (let i = 0; i < 200; i++) {
    run(7);
    client.interpolation.clock(clock.nowMs);
    const row = client.interpolation.rows('players', { linear: ['x'], turning: { aim: 4096 } }).get(1);
    places.push(row.x);
  }
  const steps = places.slice(1).map((place, i) => place - places[i]);
  const usual = (640 / 65536) * (7 / FRAME_MS);
  assert.ok(steps.every((step) => step > usual * 0.5 && step < usual * 1.5), `steps ${Math.min(...steps)} to ${Math.max(...steps)}`);
  const delay = client.view.frame - client.interpolation.time;
  assert.ok(delay > 0.5 && delay < 4, `behind by ${delay}`);
});

test('a_broken_connection_is_resumed_at_once_and_sure_effects_come_once_and_in_order', () => {
  const { client, run, seat, network, seen } = world();
  client.join();
  run(500);
  seat.emitSure('kill', { victim: 0 });
  run(200);
  const input = seat.taken;
  network.cut();
  seat.emitSure('kill', { victim: 1 });
  seat.emitSure('kill', { victim: 2 });
  run(500);
  assert.equal(client.status.state, 'playing');
  assert.equal(seat.hellos.length, 2);
  assert.equal(seat.hellos[1].resume.player, 7);
  assert.equal(seat.hellos[1].resume.nextSureEffect, 1);
  assert.equal(client.stats().resumes, 1);
  assert.deepEqual(seen.effects.map((effect) => effect.fields.victim), [0, 1, 2]);
  assert.ok(seat.taken > input, 'inputs go on above the last');
  assert.equal(seen.sessions.length, 2, 'the secret was rotated');
  assert.equal(client.view.tables.get('walls').size, 2, 'the view began in full again');
});

test('sure_effects_come_once_and_in_order_when_a_fifth_is_lost_across_broken_connections', () => {
  const { client, run, seat, network, seen } = world({ oneWayMs: 120 });
  network.jitterMs = 60;
  client.join();
  run(1000);
  network.lossPercent = 20;
  const happened = [];
  for (let i = 0; i < 600; i++) {
    if (network.random() < 0.4) {
      happened.push(happened.length % 4);
      seat.emitSure('kill', { victim: happened.at(-1) });
    }
    run(50);
    if (i % 47 === 46) network.cut();
  }
  network.lossPercent = 0;
  run(3000);
  assert.ok(client.stats().resumes >= 10, `${client.stats().resumes} resumes`);
  assert.ok(happened.length > 150);
  assert.deepEqual(seen.effects.map((effect) => effect.fields.victim), happened);
});

test('a_server_that_is_away_is_tried_again_ever_more_seldom', () => {
  const { client, run, network, seen } = world();
  client.join();
  run(500);
  network.isDown = true;
  network.cut();
  run(10_000);
  assert.ok(network.connections > 3 && network.connections < 9, `${network.connections} attempts in 10 s`);
  assert.equal(client.status.state, 'waiting');
  assert.ok(client.status.retryAtMs > 0);
  network.isDown = false;
  run(17_000);
  assert.equal(client.status.state, 'playing');
  assert.ok(seen.statuses.includes('joining: resuming'));
});

test('a_new_reign_may_show_earlier_frames_again', () => {
  const { client, run, seat, network } = world();
  client.join();
  run(2000);
  network.cut();
  seat.epoch = 2n;
  seat.frame -= 60;
  seat.waiting.clear();
  run(500);
  assert.equal(client.status.state, 'playing');
  assert.ok(client.view.frame >= seat.frame - 3 && client.view.frame <= seat.frame);
  const consumed = seat.consumed.length;
  run(1000);
  assert.ok(seat.consumed.length - consumed > 50, 'inputs are aimed at the new reign');
});

test('a_refused_resume_joins_anew', () => {
  const { client, run, seat, network } = world();
  client.join();
  run(500);
  network.cut();
  seat.secret = new Uint8Array(16).fill(9);
  run(500);
  assert.equal(client.status.state, 'playing');
  assert.equal(seat.hellos.at(-1).resume, null);
});

test('a_final_disconnection_is_told_and_not_tried_again', async () => {
  const { client, run, seat, network } = world();
  client.join();
  run(500);
  const connections = network.connections;
  seat.disconnect(34, 'The seat went on over a newer connection.');
  run(5000);
  assert.equal(client.status.state, 'closed');
  assert.equal(client.status.disconnection.reason, 'RESUMED_ELSEWHERE');
  assert.equal(network.connections, connections);
  await assert.rejects(client.command('ready'), /newer connection/);
});

test('a_disconnection_that_asks_for_a_wait_is_waited_for', () => {
  const { client, run, seat, network } = world();
  client.join();
  run(500);
  seat.disconnect(37, 'The server is stopping.', 2000);
  run(1500);
  assert.equal(client.status.state, 'waiting');
  assert.equal(client.status.disconnection.reason, 'SERVER_STOPPING');
  assert.equal(network.connections, 1);
  run(2500);
  assert.equal(client.status.state, 'playing');
});

test('leaving_waits_for_the_answer_and_gives_up_the_session', () => {
  const { client, run, seen } = world();
  client.join();
  run(500);
  client.leave();
  run(200);
  assert.equal(client.status.state, 'closed');
  assert.equal(client.status.disconnection.reason, 'LEFT');
  assert.equal(seen.sessions.at(-1), null);
});

test('a_join_that_is_refused_for_good_is_rejected_with_the_reason', async () => {
  const { client, run, seat } = world();
  seat.receive = () => seat.disconnect(18, 'The server does not run this game.');
  const joined = client.join({ game: 'chess' });
  run(500);
  await assert.rejects(joined, (error) => error.disconnection.reason === 'UNKNOWN_GAME');
});

test('commands_go_one_by_one_and_survive_a_lost_answer', async () => {
  const { client, run, seat, network } = world();
  client.join();
  run(500);
  const first = client.command('taunt', { kind: 2 });
  const second = client.command('ready');
  run(200);
  await Promise.all([first, second]);
  assert.deepEqual(seat.commands.map((command) => [command.sequence, command.id, ...command.record]), [[1, 1, 2], [2, 0]]);

  seat.answersCommands = false;
  const third = client.command('ready');
  run(100);
  seat.lastCommand = 3;
  seat.answersCommands = true;
  network.cut();
  run(500);
  await third;
  assert.equal(seat.commands.length, 3, 'it is not sent again: the server had taken it');
});

test('everything_is_asked_for_again_after_a_resume_and_may_be_refused', () => {
  const { client, run, seat, network } = world();
  client.join();
  run(300);
  client.showEverything(true);
  run(100);
  assert.equal(seat.showsEverything, true);
  network.cut();
  run(500);
  assert.equal(seat.showsEverything, true);
  client.showEverything(false);
  run(100);
  assert.equal(seat.showsEverything, false);
  seat.isDevelopment = false;
  const { inputsRefused } = client.stats();
  client.showEverything(true);
  run(100);
  assert.equal(client.sight, 'refused');
  assert.equal(client.stats().inputsRefused, inputsRefused, 'it is not taken for that of an input');
});

test('a_view_that_overtakes_the_welcome_is_left_out', () => {
  const { client, run, seat } = world();
  client.join();
  const send = seat.receive.bind(seat);
  seat.receive = (message) => {
    seat.receive = send;
    seat.send(Uint8Array.of(65, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13));
    send(message);
  };
  run(500);
  assert.equal(client.status.state, 'playing');
  assert.deepEqual([seat.hellos.length, client.stats().undecodable], [1, 0]);
});

test('who_watches_has_no_seat_sends_no_input_and_joins_anew_after_a_break', async () => {
  const { client, run, seat, network, seen } = world();
  seat.player = 0;
  client.join();
  run(1000);
  assert.equal(client.isSpectator, true);
  assert.equal(client.welcome.seat, null);
  assert.ok(seen.views.length > 20);
  assert.deepEqual(client.ownRows('players'), []);
  client.send({ moveX: 5 });
  run(500);
  assert.equal(seat.consumed.length, 0);
  await assert.rejects(client.command('ready'), /no say/);
  client.showEverything(true);
  run(100);
  assert.equal(seat.showsEverything, false, 'who watches does not ask for more');
  assert.ok(seat.acks.length > 20);
  network.cut();
  run(500);
  assert.equal(client.status.state, 'playing');
  assert.equal(seat.hellos[1].resume, null);
  assert.equal(seat.showsEverything, false);
});

test('an_answer_to_no_ping_of_ours_is_left_out', () => {
  const { client, run, seat } = world();
  client.join();
  run(3000);
  const before = client.stats();
  for (const echo of [NaN, Infinity, -Infinity, 1e300, -1e300, 1e9]) {
    seat.send(typed(Type.PONG, new Uint8Array(new Float64Array([echo]).buffer)));
  }
  run(100);
  const after = client.stats();
  assert.equal(after.undecodable, before.undecodable + 6);
  assert.ok(after.roundTripMs < 30 && after.inputSpeed > 0.9, `${after.roundTripMs} ms`);
});

test('a_silent_connection_is_given_up', () => {
  const { client, run, clock, seat, network } = world();
  client.join();
  run(500);
  seat.receive = () => {};
  seat.isPlaying = false;
  clock.advance(6000);
  assert.equal(network.connections, 2);
});

test('a_view_that_cannot_be_read_ends_the_connection_and_play_goes_on', () => {
  const { client, run, seat, network } = world();
  client.join();
  run(500);
  seat.send(Uint8Array.of(65, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 255));
  run(1000);
  assert.equal(client.stats().undecodable, 1);
  assert.equal(network.connections, 2);
  assert.equal(client.status.state, 'playing');
});
