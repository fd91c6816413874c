/** The arena's ground, as its rules have it (ringside.arena.ArenaMap): lengths in metres. */
export const WIDTH = 64;
export const HEIGHT = 40;

/** x, y, width and height; the other half is the same, turned by half a turn about the middle. */
const HALF = [
  [8, 6, 1, 8], [9, 6, 5, 1], [18, 0, 1, 6], [14, 12, 6, 1], [24, 6, 1, 7],
  [25, 12, 3, 1], [3, 20, 8, 1], [15, 18, 1, 6], [8, 26, 1, 8], [9, 33, 5, 1],
  [19, 33, 1, 7], [20, 27, 6, 1], [30, 14, 4, 1], [27, 18, 2, 2], [31, 3, 2, 5],
];

const turned = ([x, y, width, height]) => [WIDTH - x - width, HEIGHT - y - height, width, height];

/** The edges of all walls in the rules' order, raw fixed point. */
export const WALLS = HALF.flatMap((wall) => [wall, turned(wall)])
  .map((wall) => wall.map((metres) => metres * 65536))
  .map(([left, top, width, height]) => ({ left, top, right: left + width, bottom: top + height }));
