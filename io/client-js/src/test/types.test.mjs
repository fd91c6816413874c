// The types tell the truth: every name, method and measure that they declare is there, and nothing is there that they
// forget. Where a TypeScript compiler is at hand, a program that uses them is compiled as well.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as client from '../main/js/index.js';
import * as carriers from '../main/js/node.js';

const MAIN = new URL('../main/js/', import.meta.url);
const COMPILER = new URL('../../../protocol/wiretool/node_modules/typescript/bin/tsc', import.meta.url);
const types = readFileSync(new URL('index.d.ts', MAIN), 'utf8');

const names = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]).sort();

/** The members that a class or interface declares. */
function declared(kind, name) {
  const body = new RegExp(`export ${kind} ${name} \\{\\n([^]*?)\\n\\}`).exec(types)[1];
  const plain = body.replace(/\/\*\*[^]*?\*\//g, '');
  return names(plain, /^ {2}(?:readonly )?(?!private|constructor)(\w+)\??[(:]/gm);
}

function has(object, name) {
  for (let at = object; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    if (Object.getOwnPropertyDescriptor(at, name)) return true;
  }
  return false;
}

test('what_is_exported_is_declared', () => {
  assert.deepEqual(names(types, /^export (?:class|const|function) (\w+)/gm), Object.keys(client).sort());
  const node = readFileSync(new URL('node.d.ts', MAIN), 'utf8');
  assert.deepEqual(names(node, /^export const (\w+)/gm), Object.keys(carriers).sort());
});

test('the_client_has_every_member_that_is_declared_and_no_other', () => {
  const made = new client.RingsideClient('ws://test/play', { connect: () => {} });
  const isOurs = (name) => !['constructor', 'statistics'].includes(name);
  const there = [...Object.keys(made), ...Object.getOwnPropertyNames(client.RingsideClient.prototype)].filter(isOurs).sort();
  assert.deepEqual(declared('class', 'RingsideClient'), there);
  assert.deepEqual(declared('interface', 'Stats'), Object.keys(made.stats()).sort());
});

test('other_classes_have_what_is_declared', () => {
  const prediction = new client.Prediction({ table: 'players', predict() {} }, () => {});
  const layout = new client.Layout(JSON.stringify({
    game: 'none', logicVersion: 1, seats: 1, tables: [], input: [], join: [], rules: [], result: [], commands: [], effects: [] }));
  const made = {
    Interpolation: new client.Interpolation(60),
    Prediction: prediction,
    World: new client.World({ decoder: null }, { hz: 60, seat: 0 }, () => {}),
    Layout: layout,
  };
  for (const [name, object] of Object.entries(made)) {
    for (const member of declared('class', name)) assert.ok(has(object, member), `${name}.${member}`);
  }
  for (const name of ['Fixed', 'Angle']) {
    const body = new RegExp(`export const ${name}: Readonly<\\{\\n([^]*?)\\n\\}>`).exec(types)[1];
    assert.deepEqual(names(body, /^ {2}(\w+)[(:]/gm), Object.keys(client[name]).sort());
  }
});

test('a_program_that_uses_the_types_compiles', { skip: !existsSync(COMPILER) && 'no TypeScript compiler' }, () => {
  const program = fileURLToPath(new URL('support/typed-program.ts', import.meta.url));
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext',
    '--lib', 'es2022,dom'];
  try {
    execFileSync(process.execPath, [fileURLToPath(COMPILER), ...options, program], { encoding: 'utf8' });
  } catch (error) {
    assert.fail(error.stdout);
  }
});
