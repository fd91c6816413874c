import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Interpolation } from '../main/js/interpolation.js';
import { Statistics } from '../main/js/statistics.js';

const HZ = 50;
const FRAME_MS = 20;

const snapshot = (frame, rows) => ({ frame, tables: new Map([['players', new Map(Object.entries(rows))]]) });

/** Shows a time between frames 10 and 11: two frames are behind the newest. */
function between(first, second, options, part = 0.5) {
  const interpolation = new Interpolation(HZ);
  interpolation.add(snapshot(10, first), 0, 0);
  interpolation.add(snapshot(11, second), FRAME_MS, 0);
  interpolation.add(snapshot(12, second), 2 * FRAME_MS, 0);
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

test('the_clock_never_runs_ahead_of_what_was_received', () => {
  const interpolation = new Interpolation(HZ);
  interpolation.add(snapshot(10, {}), 0, 0);
  for (let nowMs = 0; nowMs < 1000; nowMs += 5) assert.ok(interpolation.clock(nowMs) <= 10);
});

test('unsteady_views_are_shown_later', () => {
  const interpolation = new Interpolation(HZ);
  for (let i = 0; i < 200; i++) interpolation.add(snapshot(i, {}), i * FRAME_MS, 25);
  assert.ok(interpolation.delay > 4 && interpolation.delay <= 6, `delay ${interpolation.delay}`);
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
