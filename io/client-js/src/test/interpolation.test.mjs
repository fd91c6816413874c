import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Interpolation, SINCE } from '../main/js/interpolation.js';
import { Statistics } from '../main/js/statistics.js';

const HZ = 50;
const FRAME_MS = 20;

const snapshot = (frame, rows) => ({ frame, tables: new Map([['players', new Map(Object.entries(rows))]]) });

/** Shows a time between frames 10 and 11: two frames are behind the newest. */
function between(first, second, options, part = 0.5) {
  const interpolation = new Interpolation(HZ);
  interpolation.add(snapshot(10, first), 0);
  interpolation.add(snapshot(11, second), FRAME_MS);
  interpolation.add(snapshot(12, second), 2 * FRAME_MS);
  interpolation.clock(2 * FRAME_MS + part * FRAME_MS);
  return interpolation.rows('players', options);
}

test('rows_lie_between_two_frames', () => {
  assert.equal(between({ a: { x: 4 } }, { a: { x: 8 } }, { linear: ['x'] }).get('a').x, 6);
});

test('angles_turn_the_shorter_way', () => {
  const rows = between({ a: { aim: 4000 }, b: { aim: 100 } }, { a: { aim: 96 }, b: { aim: 4004 } }, { turning: { aim: 4096 } });
  assert.equal(rows.get('a').aim, 4096);
  assert.equal(rows.get('b').aim, 4);
});

test('a_jump_is_shown_as_a_jump', () => {
  const options = { linear: ['x'], mostStep: 1 };
  assert.equal(between({ a: { x: 4 } }, { a: { x: 40 } }, options, 0.25).get('a').x, 4);
  assert.equal(between({ a: { x: 4 } }, { a: { x: 40 } }, options, 0.75).get('a').x, 40);
});

test('a_row_comes_and_goes_with_the_frame_that_has_it', () => {
  const rows = between({ gone: { x: 1 } }, { come: { x: 2 } }, { linear: ['x'] });
  assert.deepEqual([...rows.keys()], ['gone']);
});

test('an_id_that_has_passed_to_another_row_joins_nothing', () => {
  const row = (x, since) => Object.defineProperty({ x }, SINCE, { value: since });
  const at = (rows, part) => between({ a: rows[0] }, { a: rows[1] }, { linear: ['x'] }, part).get('a').x;
  assert.equal(at([row(4, 3), row(8, 3)], 0.5), 6);
  assert.equal(at([row(4, 3), row(8, 11)], 0.5), 4);
});

test('views_that_are_made_seldom_are_shown_one_and_a_bit_of_them_late_and_do_not_run_dry', () => {
  for (const spacing of [3, 12, 50]) {
    const interpolation = new Interpolation(HZ);
    for (let frame = 0; frame < 400 * spacing; frame++) {
      if (frame % spacing === 0) interpolation.add(snapshot(frame, {}), frame * FRAME_MS);
      interpolation.clock(frame * FRAME_MS);
      if (frame === 200 * spacing) interpolation.dryPictures = 0;
    }
    assert.equal(interpolation.dryPictures, 0, `${spacing} frames apart`);
    assert.ok(interpolation.delay > spacing && interpolation.delay < spacing + 1, `${interpolation.delay} frames late`);
  }
});

test('the_clock_never_runs_ahead_of_what_was_received', () => {
  const interpolation = new Interpolation(HZ);
  interpolation.add(snapshot(10, {}), 0);
  for (let nowMs = 0; nowMs < 1000; nowMs += 5) assert.ok(interpolation.clock(nowMs) <= 10);
});

test('unsteady_views_are_shown_later', () => {
  const delays = [0, 20, 60, 200].map((jitterMs) => {
    const interpolation = new Interpolation(HZ);
    let state = 7;
    for (let i = 0; i < 600; i++) {
      state = (state * 48271) % 2147483647;
      interpolation.add(snapshot(i, {}), i * FRAME_MS + (state / 2147483647) * jitterMs);
    }
    return interpolation.delay;
  });
  assert.equal(delays[0], 2);
  assert.ok(delays[1] > 2 && delays[1] < delays[2] && delays[2] < 5 && delays[3] > 5.99, `delays ${delays}`);
});

test('it_runs_dry_hardly_ever_over_75_ms_with_15_ms_of_jitter_and_5_percent_loss', () => {
  const interpolation = new Interpolation(60);
  let state = 11;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const arrivals = Array.from({ length: 60 * 120 }, (_, frame) => ({ frame, atMs: (frame * 1000) / 60 + 60 + random() * 30 }))
    .filter(() => random() >= 0.05).sort((a, b) => a.atMs - b.atMs);
  let pictures = 0;
  let dry = 0;
  let stillMs = 0;
  let longestMs = 0;
  let before = -1;
  for (let nowMs = 0; nowMs < 119_000; nowMs += 1000 / 144) {
    while (arrivals[0]?.atMs <= nowMs) interpolation.add(snapshot(arrivals[0].frame, {}), arrivals.shift().atMs);
    const time = interpolation.clock(nowMs);
    if (nowMs < 5000) continue;
    pictures++;
    if (time >= interpolation.newest().frame) dry++;
    stillMs = time - before < 0.01 ? stillMs + 1000 / 144 : 0;
    longestMs = Math.max(longestMs, stillMs);
    before = time;
  }
  console.log(`  dry in ${((100 * dry) / pictures).toFixed(2)} % of pictures, ${interpolation.delay.toFixed(2)} frames behind, `
    + `still for ${longestMs.toFixed(0)} ms at most`);
  assert.ok(dry <= pictures * 0.005, `${dry} of ${pictures}`);
  assert.ok(longestMs < 100, `${longestMs} ms`);
});

test('it_finds_the_time_again_after_the_match_stood_still', () => {
  const interpolation = new Interpolation(HZ);
  for (let i = 0; i < 200; i++) interpolation.add(snapshot(i, {}), i * FRAME_MS);
  interpolation.clock(200 * FRAME_MS);
  for (let i = 200; i < 260; i++) {
    interpolation.add(snapshot(i, {}), i * FRAME_MS + 10_000);
    interpolation.clock(i * FRAME_MS + 10_000);
  }
  const behind = 259 - interpolation.time;
  assert.ok(behind > 1 && behind < 3, `${behind} frames behind`);
});

test('measures_are_of_the_last_second', () => {
  const statistics = new Statistics();
  for (let i = 0; i < 150; i++) {
    statistics.view(i * FRAME_MS, i, FRAME_MS);
    statistics.received(i * FRAME_MS, 10);
  }
  const read = statistics.read(149 * FRAME_MS);
  assert.equal(read.viewsPerSecond, HZ);
  assert.equal(read.bytesInPerSecond, 10 * HZ);
  assert.ok(read.jitterMs < 0.001);
  assert.equal(statistics.read(10_000).viewsPerSecond, 0);
});
