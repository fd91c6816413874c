// Compiled by types.test.mjs, never run: what a game's page would write, with every verb.

import {
  Angle, Fixed, Layout, RingsideClient, State, encodeRecord, type Effect, type RawRow, type Session, type World,
} from '../../main/js/index.js';
import { carrier } from '../../main/js/node.js';

function predict(own: RawRow, world: World, input: RawRow): void {
  const { hz } = world.single('round');
  own.x += Fixed.multiply(input.moveX * 400, Angle.cos(input.aim)) / hz;
  if (input.fire) world.emit('shot', { slot: own.slot });
}

const client = new RingsideClient(['tcp://localhost:9000', 'tcp://localhost:9001'], {
  connect: carrier,
  pingMs: 500,
  prediction: { table: 'players', predict, linear: ['x', 'y'], turning: { aim: 4096 }, snapBeyond: 2 },
});

let kept: Session | null = null;
client.onSession((session) => { kept = session; });
client.onStatus((status) => {
  if (status.state === State.CLOSED) console.log(status.disconnection?.reason ?? status.detail);
});
client.onEffect((effect: Effect) => console.log(effect.name, effect.predicted, effect.inputSeq ?? 0));
client.onView((view) => {
  for (const [id, row] of view.tables.get('players') ?? []) console.log(id, row.name);
});

const welcome = await client.join({ match: 1, token: '' });
if (kept) await client.resume(kept);
client.send({ moveX: 127, fire: true });
await client.command('taunt', { kind: 1 });
client.interpolates = false;
client.showEverything(true);
client.interpolation?.clock(performance.now());
const others = client.interpolation?.rows('players', { linear: ['x', 'y'] });
const own = client.own() ?? client.ownRows('players')[0];
if (client.prediction) client.prediction.isOn = false;
const layout: Layout | undefined = client.game?.layout;
const record: Uint8Array | undefined = layout && encodeRecord(layout.join, { name: 'Ada' });
console.log(welcome.seat, others?.size, own?.x, record?.length, client.stats().corrections, client.sight);

// @ts-expect-error: no such verb
client.fly();
client.leave();
