// Plays the arena for a while over a bad network, and writes down what it was shown, a line for each frame.
//
//   node play.mjs PORT TOKEN FRAMES FILE

import fs from 'node:fs';
import { Client } from './client.mjs';

const [port, token, frames, file] = process.argv.slice(2);
const LEFT = 49;
const lines = [];
const effects = [];
const said = { refused: [], applied: [], pongs: 0, resumes: 0, reason: 0 };
let next = 1;

/** The same numbers in every run: a step of a linear congruential generator. */
function random() {
  next = (next * 48_271) % 2_147_483_647;
  return next / 2_147_483_647;
}

const client = new Client('127.0.0.1', Number(port));
client.loses = () => random() < 0.2;
client.on('joined', (welcome) => {
  said.resumes += welcome.resumed ? 1 : 0;
  said.player = welcome.player;
  said.seat = welcome.seat;
  client.ping(Buffer.from('pingpong'));
  client.command('taunt', { kind: said.resumes });
});
client.on('pong', (bytes) => (said.pongs += bytes.toString() === 'pingpong' ? 1 : 0));
client.on('applied', (sequence) => said.applied.push(sequence));
client.on('refused', (refusal) => said.refused.push(refusal));
client.on('effect', (effect) => effects.push(effect));
client.on('view', (header) => {
  lines.push(JSON.stringify({ ...header, tables: client.world.shown() }));
  said.consumed = header.lastInput;
  if (lines.length >= frames) {
    client.leave();
  } else if (lines.length === Math.floor(frames / 2) && said.resumes === 0) {
    client.cut();
  } else {
    const angle = Math.floor(random() * 65_536);
    client.input(header.frame + 3, { moveX: 127, moveY: (lines.length % 200) - 100, aim: angle, fire: random() < 0.5 });
  }
});
client.on('end', (disconnect) => {
  if (disconnect === null) {
    client.resume();
    return;
  }
  said.reason = disconnect.reason;
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
  console.log(JSON.stringify({ ...said, effects, disconnect }));
  process.exitCode = disconnect.reason === LEFT ? 0 : 1;
});
client.join(token);
