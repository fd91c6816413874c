// The names of messages, disconnections and refusals are those of the server: read from its own enums.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Reason, Type, disconnectName, refusalName } from '../main/js/messages.js';

const PROTOCOL = new URL('../../../protocol/src/main/java/ringside/io/protocol/', import.meta.url);

/** The constants of an enum and their codes. */
function codes(name) {
  const source = readFileSync(new URL(`${name}.java`, PROTOCOL), 'utf8').replace(/\/\*\*[^]*?\*\//g, '');
  const found = [...source.matchAll(/^ {4}([A-Z_]+)\(\s*(\d+)/gm)].map(([, constant, code]) => [constant, Number(code)]);
  assert.ok(found.length > 5, `${name}: ${found.length}`);
  return found;
}

test('disconnections_have_the_names_of_the_server', () => {
  for (const [name, code] of codes('DisconnectReason')) assert.equal(disconnectName(code), name, `${code}`);
  assert.equal(disconnectName(999), 'REASON_999', 'of a server that is newer');
  const all = new Map(codes('DisconnectReason'));
  for (const [name, code] of Object.entries(Reason)) assert.equal(all.get(name), code, name);
});

test('refusals_have_the_names_of_the_server', () => {
  for (const [name, code] of codes('RefusalReason')) assert.equal(refusalName(code), name, `${code}`);
});

test('messages_have_the_codes_of_the_server', () => {
  const all = new Map(codes('MessageType'));
  for (const [name, code] of Object.entries(Type)) assert.equal(all.get(name), code, name);
});
