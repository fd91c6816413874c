import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputLine } from '../main/js/input-line.js';
import { Layout } from '../main/js/layout.js';

const INPUT = new Layout(JSON.stringify({
  game: 'walk', logicVersion: 1, seats: 1, tables: [], join: [], rules: [], result: [], commands: [], effects: [],
  input: [
    { name: 'move', type: 'int8', min: -9, max: 9 },
    { name: 'dash', type: 'bool', missing: 'zero', merge: 'or' },
    { name: 'turned', type: 'int8', min: -10, max: 10, missing: 'zero', merge: 'clamped_sum' },
    { name: 'gear', type: 'int8', min: 1, max: 5 } ],
})).input;

const HZ = 20;

/** A line whose frame 100 was shown, with input 1 consumed in it. */
function line() {
  const inputs = new InputLine(INPUT, HZ);
  inputs.add({ seq: 1, frame: 100, values: values(3) });
  inputs.shown(100, 1);
  return inputs;
}

const values = (move, dash = false, turned = 0, gear = 2) => ({ move, dash, turned, gear });

test('an_input_counts_for_its_frame', () => {
  const inputs = line();
  inputs.add({ seq: 2, frame: 101, values: values(5) });
  inputs.add({ seq: 3, frame: 102, values: values(6, true) });
  assert.deepEqual(inputs.at(101), { seq: 2, values: values(5) });
  assert.deepEqual(inputs.at(102), { seq: 3, values: values(6, true) });
});

test('a_frame_without_an_input_repeats_the_last_one_but_no_moments_and_not_for_ever', () => {
  const inputs = line();
  inputs.add({ seq: 2, frame: 102, values: values(6, true, 4, 3) });
  assert.deepEqual(inputs.at(101).values, values(3));
  assert.deepEqual(inputs.at(103).values, values(6, false, 0, 3));
  assert.deepEqual(inputs.at(107).values, values(6, false, 0, 3), '250 ms are 5 frames');
  assert.deepEqual(inputs.at(108).values, values(0, false, 0, 1), 'zeros, within the ranges');
});

test('what_comes_too_late_is_merged_into_the_next_frame_field_by_field', () => {
  const inputs = line();
  inputs.add({ seq: 2, frame: 101, values: values(5, true, 7) });
  inputs.add({ seq: 3, frame: 102, values: values(6, false, 8) });
  inputs.add({ seq: 4, frame: 103, values: values(7) });
  inputs.shown(101, 1);
  assert.deepEqual(inputs.at(102), { seq: 3, values: values(6, true, 10) });
  assert.deepEqual(inputs.at(103), { seq: 4, values: values(7) }, 'once');
});

test('what_the_server_refused_does_not_count', () => {
  const inputs = line();
  inputs.add({ seq: 2, frame: 101, values: values(5, true) });
  inputs.refused(2);
  assert.deepEqual(inputs.at(101).values, values(3));
});

test('where_the_server_consumes_inputs_early_the_others_count_early_until_a_frame_has_none', () => {
  const inputs = line();
  for (let seq = 2; seq < 8; seq++) inputs.add({ seq, frame: 99 + seq, values: values(seq) });
  inputs.shown(101, 3);
  assert.equal(inputs.at(102).seq, 4, 'aimed at 103');
  inputs.shown(102, 3);
  assert.equal(inputs.at(103).seq, 4);
});
