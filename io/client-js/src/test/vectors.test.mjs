// Runs the vectors that snapshot/codec makes and checks in Java: the two decoders agree to the bit.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { Layout } from '../main/js/layout.js';
import { decodeRecord, encodeRecord } from '../main/js/record.js';
import { ViewDecoder, ViewFormatError } from '../main/js/view-decoder.js';

const VECTORS = new URL('../../../../snapshot/codec/src/test/resources/vectors/', import.meta.url);

const read = (name) => JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8'));
const bytesOf = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
const text = (value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value));

function dump(decoder) {
  return decoder.tables.map((table) =>
    [...table.ids()].map((id) => [
      id,
      table.frame(id),
      table.sinceFrame(id),
      table.table.columns.map((column) => (table.has(id, column.name) ? text(table.value(id, column.name)) : null)),
    ]),
  );
}

function dumpEffect({ frame, type, values }) {
  return [frame, type.name, type.columns.map((column) => text(values[column.name]))];
}

const viewFiles = readdirSync(VECTORS).filter((name) => name.startsWith('views-'));

test('there are vectors', () => assert.ok(viewFiles.length > 0));

for (const name of viewFiles) {
  const vector = read(name);

  test(`${name}: columns lie where Java lays them`, () => {
    const shape = new Layout(vector.layout).tables.map((table) => [
      table.strideBytes,
      table.columns.map((column) => {
        const isShown = table.isShown && table.shownColumns.includes(column);
        return [column.offset, column.widthBytes, isShown ? column.wireBits : null];
      }),
    ]);
    assert.deepEqual(shape, vector.shape);
  });

  test(`${name}: parts are decoded, or refused, as in Java`, () => {
    const effects = [];
    const decoder = new ViewDecoder(
      new Layout(vector.layout),
      (effect) => effects.push(dumpEffect(effect)),
      vector.historyFrames,
    );
    vector.steps.forEach((step, i) => {
      effects.length = 0;
      const part = bytesOf(step.part);
      if (step.outcome === 'malformed') {
        const before = JSON.stringify(dump(decoder));
        assert.throws(() => decoder.apply(part), ViewFormatError, `step ${i}`);
        assert.equal(JSON.stringify(dump(decoder)), before, `step ${i} changed something`);
        return;
      }
      assert.equal(decoder.apply(part), step.outcome, `step ${i}`);
      assert.deepEqual(effects, step.effects, `step ${i}`);
      if (step.tables) {
        assert.deepEqual(dump(decoder), step.tables, `step ${i}`);
      }
    });
  });
}

test('records have the canonical form of Java', () => {
  const vector = read('records.json');
  const type = new Layout(vector.layout).input;
  assert.equal(type.lengthBytes, vector.lengthBytes);
  for (const record of vector.records) {
    const values = {};
    for (const [name, value] of Object.entries(record.values)) {
      const column = type.column(name);
      values[name] = column.type === 'bytes' ? bytesOf(value) : column.isBig ? BigInt(value) : Number(value);
    }
    const bytes = encodeRecord(type, values);
    assert.equal(text(bytes), record.bytes);
    assert.equal(text(encodeRecord(type, decodeRecord(type, bytes))), record.bytes);
  }
});

test('a value outside its range is refused by name', () => {
  const type = new Layout(read('records.json').layout).input;
  assert.throws(() => encodeRecord(type, { keys: 32 }), /keys/);
  assert.throws(() => encodeRecord(type, { time: 5 }), /time/);
  assert.throws(() => encodeRecord(type, { nothing: 1 }), /nothing/);
  assert.throws(() => encodeRecord(type, { tag: new Uint8Array(4) }), /tag/);
});
