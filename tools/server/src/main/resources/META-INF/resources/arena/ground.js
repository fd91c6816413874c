import { COLOURS } from './colours.js';
import { sightPolygon } from './sight.js';

/** How high walls look, in metres up the screen. */
const WALL_HEIGHT = 0.34;

/** Floor, walls, what lies about, and the dark behind walls: everything that stands still. */
export function drawGround(context, scene) {
  const { map } = scene;
  context.fillStyle = COLOURS.floor;
  context.fillRect(0, 0, map.width, map.height);
  context.strokeStyle = COLOURS.floorLine;
  context.lineWidth = 0.05;
  context.beginPath();
  for (let x = 2; x < map.width; x += 2) {
    context.moveTo(x, 0);
    context.lineTo(x, map.height);
  }
  for (let y = 2; y < map.height; y += 2) {
    context.moveTo(0, y);
    context.lineTo(map.width, y);
  }
  context.stroke();
  context.fillStyle = COLOURS.shadow;
  for (const wall of scene.walls) context.fillRect(wall.x + 0.22, wall.y + 0.3, wall.w, wall.h);
  for (const pickup of scene.pickups) drawPickup(context, pickup, scene.timeMs);
}

/** Walls stand above bodies and their shadows. */
export function drawWalls(context, scene) {
  const { map } = scene;
  for (const wall of scene.walls) {
    context.fillStyle = COLOURS.wallSide;
    context.fillRect(wall.x, wall.y, wall.w, wall.h);
    context.fillStyle = COLOURS.wall;
    context.fillRect(wall.x, wall.y, wall.w, wall.h - WALL_HEIGHT);
    context.fillStyle = COLOURS.wallEdge;
    context.fillRect(wall.x, wall.y, wall.w, 0.07);
  }
  context.strokeStyle = COLOURS.wall;
  context.lineWidth = 0.3;
  context.strokeRect(-0.15, -0.15, map.width + 0.3, map.height + 0.3);
}

/** Darkens what a fighter cannot see. */
export function drawUnseen(context, scene) {
  const eye = scene.own ?? scene.ownRow;
  if (!scene.isFoggy || !eye || scene.walls.length === 0) return;
  const { map } = scene;
  const polygon = sightPolygon(eye, scene.walls, map);
  context.fillStyle = COLOURS.unseen;
  context.beginPath();
  context.rect(0, 0, map.width, map.height);
  polygon.forEach((point, i) => (i === 0 ? context.moveTo(point.x, point.y) : context.lineTo(point.x, point.y)));
  context.closePath();
  context.fill('evenodd');
}

function drawPickup(context, pickup, timeMs) {
  const isLarge = pickup.kind === 1;
  const size = isLarge ? 0.62 : 0.44;
  context.save();
  context.translate(pickup.x, pickup.y);
  if (pickup.active) {
    const glow = context.createRadialGradient(0, 0, 0, 0, 0, size * 2.4);
    glow.addColorStop(0, 'rgb(134 239 172 / 24%)');
    glow.addColorStop(1, 'rgb(134 239 172 / 0%)');
    context.fillStyle = glow;
    context.fillRect(-2, -2, 4, 4);
    context.translate(0, Math.sin(timeMs / 420 + pickup.x) * 0.05);
  }
  context.globalAlpha = pickup.active ? 1 : 0.2;
  context.strokeStyle = COLOURS.pickup;
  context.lineWidth = 0.08;
  context.beginPath();
  context.roundRect(-size, -size, size * 2, size * 2, 0.2);
  if (pickup.active) {
    context.fillStyle = '#12241d';
    context.fill();
  }
  context.stroke();
  context.fillStyle = COLOURS.pickup;
  const arm = size * 0.58;
  const half = size * 0.19;
  context.fillRect(-arm, -half, arm * 2, half * 2);
  context.fillRect(-half, -arm, half * 2, arm * 2);
  context.restore();
}
