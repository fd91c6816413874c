import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RingsideClient } from '../main/js/client.js';
import { Type } from '../main/js/messages.js';
import { Layout } from '../main/js/layout.js';
import duel from './support/duel-layout.mjs';
import { MockSeat } from './support/mock-seat.mjs';
import { ManualClock } from './support/simulated-network.mjs';

const FRAME_MS = 1000 / 60;
const A = 'ws://a/play';
const B = 'ws://b/play';
const NOT_SERVING = 39;

/** Two servers, each a seat, a standby that says so, or nobody, and the ways to them. */
class Machines {
  servers = new Map();
  silent = new Set();
  links = new Set();
  dialled = [];

  constructor(clock, oneWayMs) {
    this.clock = clock;
    this.oneWayMs = oneWayMs;
  }

  connect = (url, events) => {
    const link = { url, events, seat: null };
    const isHeard = () => this.links.has(link) && !this.silent.has(url);
    const later = (run, ways = 1) => this.clock.after(this.oneWayMs * ways, () => isHeard() && run());
    this.links.add(link);
    this.dialled.push({ url, atMs: this.clock.nowMs });
    later(() => {
      link.seat = this.servers.get(url) ?? null;
      if (link.seat) events.onOpen();
      else this.#broken(link);
    }, 2);
    return {
      send: (message) => later(() => {
        if (message[0] === 1) link.seat.connect((answer) => later(() => events.onMessage(answer)));
        link.seat.receive(message);
      }),
      close: () => this.links.delete(link),
    };
  };

  #broken(link) {
    if (!this.links.delete(link)) return;
    if (link.seat) link.seat.isPlaying = false;
    link.events.onClose('');
  }

  /** The machine dies: its connections break, nobody listens there. */
  kill(url) {
    this.servers.delete(url);
    [...this.links].filter((link) => link.url === url).forEach((link) => this.#broken(link));
  }

  to(url) {
    return [...this.links].filter((link) => link.url === url).length;
  }
}

/** A standby: it has the match, and says that another server serves it. */
class Standby extends MockSeat {
  asked = 0;

  receive() {
    this.asked++;
    this.disconnect(NOT_SERVING, 'This server is a standby: another one serves the match.', 0);
  }
}

function world({ oneWayMs = 5 } = {}) {
  const clock = new ManualClock();
  const layout = new Layout(duel);
  const seat = new MockSeat(layout);
  const standby = new Standby(layout);
  const machines = new Machines(clock, oneWayMs);
  machines.servers.set(A, seat).set(B, standby);
  const client = new RingsideClient([A, B], { ...clock.edges(), connect: machines.connect });
  const seen = { statuses: [], takeovers: [], effects: [] };
  client.onStatus((status) => seen.statuses.push(status.state));
  client.onTakeover((takeover) => seen.takeovers.push(takeover));
  client.onEffect((effect) => seen.effects.push(effect.fields.victim));
  let nextFrameMs = clock.nowMs;
  const stepped = new Set([seat]);
  const run = (ms) => {
    const end = clock.nowMs + ms;
    while (nextFrameMs <= end) {
      clock.advance(Math.max(0, nextFrameMs - clock.nowMs));
      nextFrameMs += FRAME_MS;
      for (const one of stepped) {
        one.step();
        one.show({ players: [{ id: 0, access: 2, values: { seat: 0, x: 0, aim: 1, alive: true, ammo: 1, name: 'me' } }] },
          { walls: [{ id: 0, values: { x: 5 } }] });
      }
    }
    clock.advance(Math.max(0, end - clock.nowMs));
  };
  const playsOn = (url) => client.status.state === 'playing' && machines.links.size === 1 && machines.to(url) === 1
    && client.view !== null;
  const msUntil = (holds) => {
    for (let ms = 0; ms < 20_000; ms++) {
      if (holds()) return ms;
      run(1);
    }
    throw new Error(`it never came so far: ${client.status.state} ${client.status.detail}`);
  };
  const promote = () => {
    seat.epoch += 1n;
    machines.servers.set(B, seat);
  };
  client.join({ match: 1 }).catch(() => {});
  run(1000);
  seen.statuses.length = 0;
  return { clock, layout, seat, standby, machines, client, seen, run, playsOn, msUntil, promote, stepped };
}

test('a_primary_that_was_overruled_and_says_so_is_left_at_once', () => {
  const { machines, seat, standby, promote, playsOn, msUntil, seen } = world();
  promote();
  machines.servers.set(A, standby);
  seat.disconnect(NOT_SERVING, 'This server is a standby: another one serves the match.', 0);
  const ms = msUntil(() => playsOn(B));
  assert.ok(ms <= 6 * 5 + 20, `after ${ms} ms`);
  assert.equal(seen.takeovers.length, 1);
});

test('while_views_come_nobody_else_is_asked', () => {
  const { machines, run } = world();
  run(30_000);
  assert.equal(machines.dialled.length, 1);
});

test('a_hiccup_costs_nothing', () => {
  const { machines, client, seen, run, playsOn, standby } = world();
  machines.silent.add(A);
  run(300);
  assert.equal(client.status.state, 'playing');
  assert.ok(standby.asked > 0);
  machines.silent.delete(A);
  run(2000);
  assert.ok(playsOn(A));
  assert.equal(client.stats().resumes, 0);
  assert.deepEqual(seen.statuses, []);
  const dialled = machines.dialled.length;
  run(5000);
  assert.equal(machines.dialled.length, dialled);
});

test('a_primary_that_is_gone_without_a_word_is_left_for_the_standby_that_took_over', () => {
  const { machines, client, seen, msUntil, playsOn, promote } = world();
  machines.silent.add(A);
  promote();
  const ms = msUntil(() => playsOn(B));
  assert.ok(ms <= 150 + 5 * 10, `after ${ms} ms`);
  assert.deepEqual(seen.statuses, ['playing'], 'there was no pause to tell of');
  assert.equal(client.stats().takeovers, 1);
  assert.equal(seen.takeovers[0].epochBefore, 1n);
  assert.equal(seen.takeovers[0].epoch, 2n);
  assert.equal(seen.takeovers[0].isEarlier, false);
});

test('a_primary_that_was_killed_is_left_at_once_and_play_goes_on', () => {
  const { machines, seat, run, msUntil, playsOn, promote } = world();
  promote();
  machines.kill(A);
  const ms = msUntil(() => playsOn(B));
  assert.ok(ms <= 5 * 10, `after ${ms} ms`);
  const { taken } = seat;
  run(1000);
  assert.ok(seat.taken > taken + 50, 'one input clock runs, at its own pace');
  assert.ok(seat.taken < taken + 75, 'one input clock runs, at its own pace');
});

test('until_the_standby_is_promoted_it_is_asked_again_and_again', () => {
  const { machines, standby, run, msUntil, playsOn, promote } = world();
  machines.kill(A);
  run(1000);
  assert.ok(standby.asked > 12 && standby.asked < 40, `asked ${standby.asked} times`);
  promote();
  const ms = msUntil(() => playsOn(B));
  assert.ok(ms <= 40 + 10 + 5 * 10, `after ${ms} ms`);
});

test('a_machine_that_is_gone_holds_nobody_up', () => {
  const { machines, run, msUntil, playsOn, promote } = world();
  machines.silent.add(A);
  machines.kill(A);
  run(500);
  promote();
  const ms = msUntil(() => playsOn(B));
  assert.ok(ms <= 40 + 10 + 5 * 10, `after ${ms} ms`);
});

test('who_serves_a_lower_epoch_is_not_listened_to', () => {
  const { machines, layout, seat, client, run, msUntil, playsOn, promote } = world();
  promote();
  machines.kill(A);
  msUntil(() => playsOn(B));
  const old = new MockSeat(layout);
  old.secret = Uint8Array.from(seat.secret);
  machines.servers.set(A, old);
  machines.silent.add(B);
  run(3000);
  assert.ok(old.hellos.length > 0);
  assert.equal(old.taken, 0);
  assert.equal(client.welcome.epoch, 2n);
  machines.silent.delete(B);
  run(300);
  assert.ok(playsOn(B));
});

test('a_reign_that_begins_earlier_says_so_and_is_sent_the_inputs_that_it_lacks', () => {
  const { machines, layout, seat, client, seen, run, msUntil, playsOn, stepped } = world({ oneWayMs: 10 });
  const earlier = new MockSeat(layout);
  Object.assign(earlier, { epoch: 2n, frame: seat.frame - 30, taken: seat.taken - 30, secret: Uint8Array.from(seat.secret) });
  const takenBefore = earlier.taken;
  const lastBefore = seat.taken;
  machines.servers.set(B, earlier);
  machines.kill(A);
  stepped.delete(seat);
  stepped.add(earlier);
  msUntil(() => playsOn(B));
  const [takeover] = seen.takeovers;
  assert.equal(takeover.isEarlier, true);
  assert.ok(takeover.inputsSentAgain > 0);
  run(1000);
  assert.equal(client.status.state, 'playing');
  assert.ok(earlier.taken > lastBefore);
  assert.ok([...earlier.arrivals.keys()].some((seq) => seq > takenBefore && seq <= lastBefore), 'what it lacks was sent again');
});

test('a_reign_that_knows_only_the_secret_before_gives_the_seat_by_that', () => {
  const { machines, layout, seat, client, run, playsOn } = world();
  const secret = Uint8Array.from(seat.secret);
  machines.servers.set(B, seat);
  [...machines.links][0].events.onClose('');
  machines.links.clear();
  run(500);
  assert.equal(client.stats().resumes, 1);
  const earlier = new MockSeat(layout);
  Object.assign(earlier, { epoch: 2n, frame: seat.frame, taken: seat.taken, secret });
  machines.kill(B);
  machines.kill(A);
  machines.servers.set(A, earlier);
  run(1000);
  assert.ok(playsOn(A) || client.status.state === 'playing', client.status.detail);
  assert.ok(earlier.hellos.at(-1).resume, 'the seat was resumed, not taken anew');
});

test('who_is_told_that_another_server_is_about_to_take_over_asks_it_again_and_again_and_plays_on', () => {
  const { machines, seat, standby, client, seen, run, msUntil, playsOn, promote } = world();
  seat.send(Uint8Array.of(Type.MOVING));
  run(500);
  assert.ok(standby.asked > 6, `asked ${standby.asked} times`);
  assert.equal(client.status.state, 'playing');
  assert.equal(machines.to(A), 1);
  promote();
  const ms = msUntil(() => playsOn(B));
  assert.ok(ms <= 40 + 10 + 5 * 10, `after ${ms} ms`);
  assert.deepEqual(seen.statuses, ['playing'], 'there was no pause to tell of');
  assert.equal(client.stats().takeovers, 1);
});

test('a_move_that_does_not_come_about_costs_nothing', () => {
  const { machines, seat, run, playsOn } = world();
  seat.send(Uint8Array.of(Type.MOVING));
  run(3000);
  const dialled = machines.dialled.length;
  run(10_000);
  assert.equal(machines.dialled.length, dialled);
  assert.ok(playsOn(A));
});

test('a_match_that_stands_still_is_no_reason_to_ask_around', () => {
  const { machines, seat, run } = world();
  seat.isPaused = true;
  run(10_000);
  assert.ok(machines.dialled.length <= 3, `${machines.dialled.length} dialled`);
});

test('what_was_told_is_said_when_the_seat_is_asked_for', () => {
  const { machines, seat, run, promote, msUntil, playsOn } = world();
  seat.emitSure('kill', { victim: 0 });
  seat.emitSure('kill', { victim: 1 });
  run(200);
  const frame = seat.frame;
  promote();
  machines.kill(A);
  msUntil(() => playsOn(B));
  const { resume } = seat.hellos.at(-1);
  assert.equal(resume.lastSureCount, 2);
  assert.ok(resume.lastSureFrame > 0 && resume.lastSureFrame <= frame);
  assert.equal(resume.nextSureEffect, 2);
});
