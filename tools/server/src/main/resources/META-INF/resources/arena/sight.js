/** Sight passes so far inside of a wall's edge, as the arena's rules have it, in metres. */
const EDGE = 0.35;

/** Rays pass this close by either side of a corner, in radians. */
const BESIDE = 1e-4;

/**
 * What is seen from a point: the polygon that walls leave open, as the ends of rays through every corner.
 *
 * @param {{x: number, y: number}} eye
 * @param {{x: number, y: number, w: number, h: number}[]} walls
 * @param {{width: number, height: number}} map
 * @returns {{x: number, y: number}[]} around the eye
 */
export function sightPolygon(eye, walls, map) {
  const boxes = walls
    .map((wall) => ({ x0: wall.x + EDGE, y0: wall.y + EDGE, x1: wall.x + wall.w - EDGE, y1: wall.y + wall.h - EDGE }))
    .filter((box) => box.x1 > box.x0 && box.y1 > box.y0);
  const corners = [{ x: 0, y: 0 }, { x: map.width, y: 0 }, { x: map.width, y: map.height }, { x: 0, y: map.height }];
  for (const { x0, y0, x1, y1 } of boxes) {
    corners.push({ x: x0, y: y0 }, { x: x1, y: y0 }, { x: x1, y: y1 }, { x: x0, y: y1 });
  }
  const angles = [];
  for (const corner of corners) {
    const angle = Math.atan2(corner.y - eye.y, corner.x - eye.x);
    angles.push(angle - BESIDE, angle, angle + BESIDE);
  }
  angles.sort((a, b) => a - b);
  const bounds = { x0: 0, y0: 0, x1: map.width, y1: map.height };
  return angles.map((angle) => {
    const dx = Math.cos(angle);
    const dy = Math.sin(angle);
    let length = leave(eye, dx, dy, bounds);
    for (const box of boxes) length = Math.min(length, enter(eye, dx, dy, box));
    return { x: eye.x + dx * length, y: eye.y + dy * length };
  });
}

/** How far a ray goes until it enters a box; Infinity when it misses it. */
function enter(eye, dx, dy, box) {
  const near = Math.max(first(eye.x, dx, box.x0, box.x1), first(eye.y, dy, box.y0, box.y1));
  const far = Math.min(last(eye.x, dx, box.x0, box.x1), last(eye.y, dy, box.y0, box.y1));
  return near <= far && near > 0 ? near : Infinity;
}

const leave = (eye, dx, dy, box) =>
  Math.max(0, Math.min(last(eye.x, dx, box.x0, box.x1), last(eye.y, dy, box.y0, box.y1)));

function first(from, way, low, high) {
  if (Math.abs(way) < 1e-9) return from < low || from > high ? Infinity : -Infinity;
  return ((way > 0 ? low : high) - from) / way;
}

function last(from, way, low, high) {
  if (Math.abs(way) < 1e-9) return from < low || from > high ? -Infinity : Infinity;
  return ((way > 0 ? high : low) - from) / way;
}
