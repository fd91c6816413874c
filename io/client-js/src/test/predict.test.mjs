// Compares the arena's `predict` of the page with answers of the game's own.
//
//   node predict.test.mjs            a few steps below
//   node predict.test.mjs VECTORS    also those of a file that PredictTwinTest (tools/arena) writes: a header in JSON, then
//                                    lines of words: w SEAT a new world, r TABLE ROW VALUES one of its rows, s VALUES an
//                                    input, o TABLE ROW VALUES what the own row's predicted columns are after it

import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Layout } from '../main/js/layout.js';
import arena from './support/arena-layout.mjs';
import { pageModule } from './support/page-modules.mjs';

const { predict } = await pageModule('arena/ahead.js');

/** A world as vectors tell it: rows by table and number, with raw values. */
class VectorWorld {
  #tables = new Map();

  constructor(seat) {
    this.seat = seat;
  }

  set(table, number, row) {
    if (!this.#tables.has(table)) this.#tables.set(table, new Map());
    this.#tables.get(table).set(number, row);
  }

  row(table, number) {
    return this.#tables.get(table)?.get(number);
  }

  rows(table) {
    return [...(this.#tables.get(table)?.values() ?? [])];
  }

  single(table) {
    return this.row(table, 0);
  }
}

class Vectors {
  steps = 0;
  #world = null;
  #lineNumber = 1;

  constructor(layoutText) {
    this.layout = new Layout(layoutText);
    this.players = this.layout.table('players');
  }

  line(text) {
    this.#lineNumber++;
    const [kind, ...words] = text.split(' ');
    if (kind === 'w') this.#world = new VectorWorld(Number(words[0]));
    else if (kind === 'r') this.#row(words);
    else if (kind === 's') this.#step(words);
    else if (kind === 'o') this.#compare(words);
    else throw new Error(`line ${this.#lineNumber}: "${text}"`);
  }

  #row([name, number, ...values]) {
    const { columns } = this.layout.table(name);
    this.#world.set(name, Number(number), Object.fromEntries(columns.map((column, i) => [column.name, valueOf(column, values[i])])));
  }

  #step(words) {
    const input = Object.fromEntries(this.layout.input.columns.map((column, i) => [column.name, Number(words[i])]));
    const own = this.#world.rows('players').find((row) => row.seat === this.#world.seat);
    if (own) predict(own, this.#world, input);
    this.steps++;
  }

  #compare([name, number, ...expected]) {
    const row = this.#world.row(name, Number(number));
    const predicted = this.layout.table(name).columns.filter((column) => column.isPredicted);
    predicted.forEach((column, i) => {
      // Object.is, as -0 is not an answer that the engine can give.
      assert.ok(Object.is(row[column.name], Number(expected[i])),
        `line ${this.#lineNumber}: ${name}[${number}].${column.name} should be ${expected[i]}, not ${row[column.name]}`);
    });
  }
}

function valueOf(column, word) {
  if (word === '-') return column.defaultValue;
  if (column.type === 'bytes') return word;
  return column.isBig ? BigInt(word) : Number(word);
}

/** Runs into a wall, slides along it, dashes. */
function checkKnown() {
  const world = new VectorWorld(0);
  world.set('round', 0, { hz: 60 });
  const own = { seat: 0, alive: 1, aim: 0, x: 7 * 65536, y: 10 * 65536, vx: 0, vy: 0, dash: 0 };
  world.set('players', 0, own);
  const go = (moveX, moveY, dash, frames) => {
    for (let i = 0; i < frames; i++) predict(own, world, { moveX, moveY, aim: 0, fire: 0, dash });
  };
  go(127, 0, 0, 60);
  assert.deepEqual([own.x, own.vx], [7.5 * 65536, 0], 'the wall at 8 m stops it');
  go(127, 127, 0, 30);
  assert.ok(own.x === 7.5 * 65536 && own.y > 11 * 65536, 'it slides along the wall');
  go(-127, 0, 1, 1);
  assert.deepEqual([own.vx, own.dash], [-15 * 65536, 90]);
}

checkKnown();
assert.ok(new Layout(arena).table('players').column('x').max === 64 * 65536);
if (process.argv[2] !== undefined) {
  let vectors = null;
  try {
    for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
      if (vectors === null) {
        const header = JSON.parse(line);
        assert.deepEqual([header.format, header.version], ['ringside-predict', 1]);
        vectors = new Vectors(header.layout);
      } else if (line !== '') {
        vectors.line(line);
      }
    }
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  console.log(`${vectors.steps} steps agree`);
}
