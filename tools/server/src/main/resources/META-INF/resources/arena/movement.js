/**
 * How a body moves: the twin of ringside.arena.Movement, exact to the bit. A test feeds both the same steps. Rows hold raw
 * values: places in 65,536ths of a metre, speeds in the same a second, angles in 4,096ths of a turn.
 */
import { Angle, Fixed } from '../client/fixed.js';
import { HEIGHT, WALLS, WIDTH } from './walls.js';

const RADIUS = Fixed.ratio(1, 2);
const WALK_SPEED = Fixed.of(6);
const DASH_SPEED = Fixed.of(15);
const ACCELERATION = Fixed.of(48);
const DASH_MS = 150;
const DASH_COOLDOWN_MS = 1500;
const LONGEST_STEP = Fixed.ratio(2, 5);

/** A stick pushed all the way. */
const FULL = 127;

/** Places and speeds are kept on the grid that views show. */
const GRID = 1 << 6;

/** Low bits of an angle of the input that are not kept. */
export const ANGLE_SHIFT = 4;

/** Whole numbers divided as Java divides them: towards zero. */
const divide = (a, b) => Math.trunc(a / b) + 0;

/** The frames of a number of milliseconds, at least one. */
export const framesOfMs = (milliseconds, hz) => Math.max(1, divide(milliseconds * hz, 1000));

/**
 * Moves a body by one frame.
 *
 * @param {{x: number, y: number, vx: number, vy: number, dash: number, aim: number}} body changed in place
 * @param {{moveX: number, moveY: number, dash: boolean | number}} wants
 * @param {number} hz frames a second
 */
export function advance(body, { moveX, moveY, dash }, hz) {
  if (body.dash > 0) {
    body.dash--;
  } else if (dash) {
    startDash(body, moveX, moveY);
    body.dash = framesOfMs(DASH_COOLDOWN_MS, hz);
  }
  if (body.dash <= framesOfMs(DASH_COOLDOWN_MS - DASH_MS, hz)) accelerate(body, moveX, moveY, hz);
  travel(body, hz);
}

function startDash(body, moveX, moveY) {
  const angle = moveX === 0 && moveY === 0 ? body.aim << ANGLE_SHIFT : Angle.atan2(moveY, moveX);
  body.vx = onGrid(Fixed.multiply(DASH_SPEED, Angle.cos(angle)));
  body.vy = onGrid(Fixed.multiply(DASH_SPEED, Angle.sin(angle)));
}

/** Brings the speed nearer to the wanted one; the same force brakes. */
function accelerate(body, moveX, moveY, hz) {
  const step = divide(WALK_SPEED, FULL);
  const [wantedX, wantedY] = shortened(step * moveX, step * moveY, WALK_SPEED);
  const [changeX, changeY] = shortened(wantedX - body.vx, wantedY - body.vy, divide(ACCELERATION, hz));
  body.vx = onGrid(body.vx + changeX);
  body.vy = onGrid(body.vy + changeY);
}

/** A vector of the same direction that is no longer than `most`. */
function shortened(x, y, most) {
  if (Fixed.lengthSquared(x, y) < (most + 1) * (most + 1)) return [x, y];
  const length = Fixed.length(x, y);
  return [divide(x * most, length), divide(y * most, length)];
}

function travel(body, hz) {
  if (body.vx === 0 && body.vy === 0) return;
  const wayX = divide(body.vx, hz);
  const wayY = divide(body.vy, hz);
  const steps = 1 + divide(Math.max(Math.abs(wayX), Math.abs(wayY)), LONGEST_STEP);
  for (let i = 0; i < steps; i++) {
    // A wall may have changed the speed since.
    go(body, onGrid(divide(divide(body.vx, hz), steps)), onGrid(divide(divide(body.vy, hz), steps)));
  }
}

function go(body, wayX, wayY) {
  const { x, y } = body;
  body.x = inside(x + wayX, WIDTH);
  body.y = inside(y + wayY, HEIGHT);
  let wall = touched(0, body);
  if (wall < 0) return;
  while (wall >= 0) {
    leaveWall(body, WALLS[wall]);
    wall = touched(wall + 1, body);
  }
  if (touched(0, body) >= 0) {
    // Wedged between two walls: better stuck than through.
    Object.assign(body, { x, y, vx: 0, vy: 0 });
  }
}

/** Moves a body out of a wall by the shortest way, and takes the speed against the wall away: so it slides. */
function leaveWall(body, wall) {
  const nearX = Fixed.clamp(body.x, wall.left, wall.right);
  const nearY = Fixed.clamp(body.y, wall.top, wall.bottom);
  const outX = body.x - nearX;
  const outY = body.y - nearY;
  const depth = Fixed.length(outX, outY);
  if (depth === 0) return;
  body.x = inside(nearX + outwards(outX, depth), WIDTH);
  body.y = inside(nearY + outwards(outY, depth), HEIGHT);
  const against = divide(body.vx * outX + body.vy * outY, depth);
  if (against < 0) {
    body.vx = onGrid(body.vx - divide(against * outX, depth));
    body.vy = onGrid(body.vy - divide(against * outY, depth));
  }
}

/** One part of the way from a wall's nearest point to where a body just touches it, rounded away from the wall. */
function outwards(out, length) {
  if (out === 0) return 0;
  const isStraight = Math.abs(out) === length;
  const way = isStraight ? RADIUS : (divide(Math.abs(out) * RADIUS, length) + GRID) & -GRID;
  return out < 0 ? -way : way;
}

/** The first wall from `first` on that a body overlaps, or -1. Touching is not overlapping. */
function touched(first, { x, y }) {
  for (let i = first; i < WALLS.length; i++) {
    const { left, top, right, bottom } = WALLS[i];
    const isNear = x + RADIUS > left && x - RADIUS < right && y + RADIUS > top && y - RADIUS < bottom;
    if (isNear && Fixed.lengthSquared(x - Fixed.clamp(x, left, right), y - Fixed.clamp(y, top, bottom)) < RADIUS * RADIUS) {
      return i;
    }
  }
  return -1;
}

const inside = (place, size) => Fixed.clamp(place, RADIUS, Fixed.of(size) - RADIUS);

/** The nearest point of the grid. */
const onGrid = (value) => (value + GRID / 2) & -GRID;
