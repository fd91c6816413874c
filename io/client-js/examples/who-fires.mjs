// For each player of a recorded match: inputs a second, how many came late, and how often each switch was held.
//
//   ringside replay export data --match 7 -o bug.match
//   node who-fires.mjs bug.match

import { readFile } from 'node:fs/promises';
import { ReplayFile } from '../src/main/js/replay-file.js';

const file = await ReplayFile.read(await readFile(process.argv[2]));
const { header, layout } = file;
const seconds = (header.lastFrame - header.firstFrame + 1) / header.hz;
console.log(`${header.game}, match ${header.match}, ${seconds.toFixed(1)} s, file ${file.fileHash}`);
for (const note of file.notes) console.log(`  note: ${note}`);

const switches = layout.input.columns.filter((column) => column.type === 'bool').map((column) => column.name);
const players = new Map();
for await (const { player, frame, targetFrame, fields } of file.events({ types: ['INPUT'] })) {
  const sums = players.get(player) ?? { player, inputs: 0, late: 0, ...Object.fromEntries(switches.map((name) => [name, 0])) };
  players.set(player, sums);
  sums.inputs++;
  if (targetFrame <= frame) sums.late++;
  for (const name of switches) if (fields[name]) sums[name]++;
}
console.table([...players.values()].sort((a, b) => a.player - b.player).map((sums) => ({
  ...sums, 'inputs a second': (sums.inputs / seconds).toFixed(1),
})));
