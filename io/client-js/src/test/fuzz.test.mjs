// Parts that no server wrote: refused by type, with nothing changed, or applied; for RINGSIDE_FUZZ_SECONDS, else 5. A seed can be
// given as RINGSIDE_SEED. The Java decoder is handled so in tools' DecodersFuzzTest.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { Layout } from '../main/js/layout.js';
import { ViewDecoder, ViewFormatError } from '../main/js/view-decoder.js';
import { seedOf } from './support/seed.mjs';

const VECTORS = new URL('../../../../snapshot/codec/src/test/resources/vectors/', import.meta.url);
const SECONDS = Number(process.env.RINGSIDE_FUZZ_SECONDS ?? 5);
const SEED = seedOf('fuzz');
const CANARIES = 64;

let state = SEED;

/** A whole number below the limit. */
function random(limit) {
  state = (state * 48_271) % 2_147_483_647;
  return Math.floor((state / 2_147_483_647) * limit);
}

function damaged(parts) {
  let bytes = Uint8Array.from(parts[random(parts.length)]);
  for (let changes = random(5); changes > 0; changes--) {
    const at = random(bytes.length + 1);
    switch (random(6)) {
      case 0: bytes = bytes.slice(0, at); break;
      case 1: bytes = Uint8Array.from([...bytes, random(256), random(256)]); break;
      case 2: bytes = Uint8Array.from([...bytes.slice(0, at), ...parts[random(parts.length)].slice(at)]); break;
      case 3: bytes = Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(at + 1 + random(8))]); break;
      default: if (at < bytes.length) { bytes[at] ^= 1 << random(8); }
    }
  }
  return bytes;
}

/** Between bytes of others, so that a decoder which takes the whole buffer for its own reads something else. */
function amongOthers(bytes) {
  const all = new Uint8Array(bytes.length + 2 * CANARIES).fill(random(256));
  all.set(bytes, CANARIES);
  return all.subarray(CANARIES, CANARIES + bytes.length);
}

const dump = (decoder) =>
  JSON.stringify(
    decoder.tables.map((table) =>
      [...table.ids()].map((id) => [
        id,
        table.frame(id),
        table.table.columns.map((column) => (table.has(id, column.name) ? String(table.value(id, column.name)) : null)),
      ]),
    ),
  );

const vectors = readdirSync(VECTORS)
  .filter((name) => name.startsWith('views-'))
  .map((name) => {
    const vector = JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8'));
    const good = vector.steps.filter((step) => step.outcome !== 'malformed');
    return { ...vector, name, parts: good.map((step) => Uint8Array.from(Buffer.from(step.part, 'hex'))) };
  });

/** A decoder that was told so many of the parts. */
function told(vector, count) {
  const decoder = new ViewDecoder(new Layout(vector.layout), () => {}, vector.historyFrames);
  vector.parts.slice(0, count).forEach((part) => decoder.apply(part));
  return decoder;
}

test(`damaged parts are refused by type or applied (RINGSIDE_SEED=${SEED})`, () => {
  const end = performance.now() + 1_000 * SECONDS;
  let refused = 0;
  let taken = 0;
  for (let round = 0; performance.now() < end; round++) {
    const vector = vectors[round % vectors.length];
    const count = random(vector.parts.length);
    const alone = told(vector, count);
    const other = told(vector, count);
    for (let i = 0; i < 50; i++) {
      const part = damaged(vector.parts);
      const before = dump(alone);
      const hex = () => `${vector.name} after ${count}: ${Buffer.from(part).toString('hex')}`;
      let outcome;
      try {
        outcome = alone.apply(part);
        taken++;
      } catch (error) {
        assert.ok(error instanceof ViewFormatError, `${hex()}: ${error.stack}`);
        assert.equal(dump(alone), before, hex());
        outcome = 'malformed';
        refused++;
      }
      let second;
      try {
        second = other.apply(amongOthers(part));
      } catch (error) {
        second = 'malformed';
      }
      assert.equal(second, outcome, hex());
      assert.equal(dump(other), dump(alone), hex());
    }
  }
  assert.ok(refused > 0 && taken > 0, `${refused} refused, ${taken} taken`);
});
