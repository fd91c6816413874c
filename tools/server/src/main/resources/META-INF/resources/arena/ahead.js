/** What the own player's input will come to, computed before the server says so. */
import { ANGLE_SHIFT, advance, framesOfMs } from './movement.js';

const MAGAZINE = 12;
const INTERVAL_MS = 170;
const RELOAD_MS = 1300;
const OVER = 2;

/**
 * The twin of ArenaGame.predict.
 *
 * @param {import('/client/world.js').RawRow} own
 * @param {import('/client/world.js').World} world
 * @param {Record<string, any>} input
 */
export function predict(own, world, input) {
  if (!own.alive) return;
  own.aim = input.aim >> ANGLE_SHIFT;
  advance(own, input, world.single('round').hz);
}

/** The same, and that the own weapon fires: its flash does not wait for the server, its bullet does. */
export function predictAndFire(own, world, input) {
  if (!own.alive) return;
  predict(own, world, input);
  const { hz, phase } = world.single('round');
  if (world.frame < own.readyFrame) return;
  if (own.ammo === 0) own.ammo = MAGAZINE;
  if (!input.fire || phase === OVER) return;
  own.ammo--;
  own.readyFrame = world.frame + framesOfMs(own.ammo === 0 ? RELOAD_MS : INTERVAL_MS, hz);
  world.emit('shot', { slot: own.slot });
}

/** How the page has the own fighter predicted. */
export const PREDICTION = {
  table: 'players', predict: predictAndFire, linear: ['x', 'y'], turning: { aim: 4096 }, snapBeyond: 2,
};
