// Reads the match file that Java wrote and says the same of it: replay/src/test/resources/match-files.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { ReplayFile, ReplayFileError } from '../main/js/replay-file.js';
import { xxh64 } from '../main/js/xxh64.js';

const FILES = new URL('../../../../replay/src/test/resources/match-files/', import.meta.url);
const bytes = () => new Uint8Array(readFileSync(new URL('everything.match', FILES)));
const lines = readFileSync(new URL('everything.jsonl', FILES), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

/** A value for people as Java's test writes it: raw. */
function raw(column, value) {
  if (column.type === 'fixed') return String(Math.round(value * 65536));
  if (column.type === 'bool') return value ? '1' : '0';
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return String(value);
}

const types = (layout) => ({ INPUT: layout.input, JOIN: layout.join, CREATE: layout.rules, COMMAND: layout.commands[0] });

function told(event, layout) {
  const { type, position, journalPosition, match, player, inputSeq, targetFrame } = event;
  const line = { type, position, journalPosition: String(journalPosition), match, player, inputSeq, targetFrame };
  if (type === 'INPUT') {
    for (const name of ['seenFrame', 'sentFrame', 'fraction', 'rewindBoundFrames']) line[name] = event[name];
  }
  const record = types(layout)[type];
  if (record) line.raw = Object.fromEntries(record.columns.map((column) => [column.name, raw(column, event.fields[column.name])]));
  if (type === 'PAUSE' || type === 'CONTINUE') Object.assign(line, { who: event.fields.who, why: event.fields.why });
  return line;
}

async function all(generator) {
  const found = [];
  for await (const one of generator) found.push(one);
  return found;
}

test('every_event_comes_out_as_java_reads_it', async () => {
  const file = await ReplayFile.read(bytes());
  assert.equal(file.fileHash, lines[0].fileHash);
  assert.deepEqual(file.notes, ['a note', 'über alles']);
  assert.equal(file.layout.game, 'everything');
  const events = await all(file.events());
  assert.equal(events.length, file.header.events);
  const wanted = lines.filter((line) => line.type);
  assert.ok(wanted.length > 50);
  const kept = events.filter((event) => event.type !== 'FRAME' || event.fields.skippedFrames !== 0);
  assert.deepEqual(kept.map((event) => told(event, file.layout)), wanted);
});

test('every_hash_comes_out_with_its_frame', async () => {
  const file = await ReplayFile.read(bytes());
  const hashes = await all(file.hashes());
  assert.equal(hashes.length, file.header.framesHashed);
  assert.deepEqual(hashes.filter((one) => one.frame % 500 === 0), lines.filter((line) => line.hash));
});

test('frames_are_counted_over_chunks_and_pauses', async () => {
  const file = await ReplayFile.read(bytes());
  assert.ok(file.header.chunks.length > 1);
  const events = await all(file.events({ types: ['FRAME'] }));
  assert.equal(events.at(-1).frame, file.header.lastFrame);
  const paused = await all(file.events({ types: ['PAUSE', 'CONTINUE'] }));
  assert.equal(paused[0].frame, paused[1].frame, 'a paused match stands still');
});

test('a_stretch_is_what_all_has_there', async () => {
  const file = await ReplayFile.read(bytes());
  const events = await all(file.events());
  for (const [fromFrame, toFrame] of [[0, 0], [290, 320], [3590, 3610], [3900, Infinity]]) {
    const wanted = events.filter((event) => event.frame >= fromFrame && event.frame <= toFrame);
    assert.deepEqual(await all(file.events({ fromFrame, toFrame })), wanted, `frames ${fromFrame} to ${toFrame}`);
  }
});

test('a_file_comes_from_what_browsers_have_it_in', async () => {
  const [blob, response] = [new Blob([bytes()]), new Response(bytes())];
  for (const source of [blob, response, bytes().buffer]) assert.equal((await ReplayFile.read(source)).fileHash, lines[0].fileHash);
});

test('a_damaged_file_says_so_whatever_byte_it_is', async () => {
  const whole = bytes();
  for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 97)) {
    const damaged = whole.slice();
    damaged[at] ^= 4;
    await assert.rejects(ReplayFile.read(damaged), ReplayFileError, `byte ${at}`);
  }
  await assert.rejects(ReplayFile.read(whole.subarray(0, 900)), /damaged or cut off/);
  await assert.rejects(ReplayFile.read(new Uint8Array(40)), /no match file/);
});

test('the_hash_is_xxh64', () => {
  const text = (value) => new TextEncoder().encode(value);
  assert.equal(xxh64(text('')), 'ef46db3751d8e999');
  assert.equal(xxh64(text('a')), 'd24ec4f1a98c6e5b');
  assert.equal(xxh64(text('abc')), '44bc2cf5ad770999');
  assert.equal(xxh64(text('Nobody inspects the spammish repetition')), 'fbcea83c8a378bf1');
});

test('the_types_declare_every_member_and_no_other', async () => {
  const types = readFileSync(new URL('../main/js/replay-file.d.ts', import.meta.url), 'utf8').replace(/\/\*\*[^]*?\*\//g, '');
  const body = /export class ReplayFile \{\n([^]*?)\n\}/.exec(types)[1];
  const declared = [...body.matchAll(/^ {2}(?:static |readonly )*(?!private)(\w+)[(:]/gm)].map((match) => match[1]).sort();
  const file = await ReplayFile.read(bytes());
  const members = [...Object.keys(file), ...Object.getOwnPropertyNames(ReplayFile.prototype), 'read'];
  assert.deepEqual(declared, members.filter((name) => name !== 'constructor').sort());
});
