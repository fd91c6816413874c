import { teamColour } from './colours.js';

const ANGLES = 4096;
const TURN = 2 * Math.PI;

/** Farther than this in one frame is not a movement, in metres. */
const JUMP = 1;

/**
 * Time constants: how fast one's own body nears its newest place where it is not predicted, how long the unseen fade and
 * flashes last.
 */
const OWN_SETTLE_MS = 28;
const FADE_MS = 220;
const FLASH_MS = 130;
const RECOIL_MS = 110;
const TAUNT_MS = 2000;

const LONGEST_TAIL = 1.7;
const BULLET = 0.15;

/** What the arena's picture is made of; a game without it is shown as state only. */
const NEEDED = {
  round: ['phase', 'number', 'endsFrame'],
  players: ['slot', 'team', 'alive', 'hp', 'aim', 'x', 'y'],
  roster: ['slot', 'team', 'name', 'score', 'deaths'],
  projectiles: ['team', 'angle', 'x', 'y'],
  pickups: ['kind', 'active', 'x', 'y'],
  walls: ['x', 'y', 'w', 'h'],
};

/** @param {import('/client/layout.js').Layout} layout */
export function canDraw(layout) {
  return Object.entries(NEEDED).every(([name, columns]) => {
    const table = layout.shownTables.find((one) => one.name === name);
    return table !== undefined && columns.every((column) => table.shownColumns.some((one) => one.name === column));
  });
}

/**
 * What is drawn: others as the interpolation has them, one's own body as it is predicted. Bodies are known by their slot
 * from frame to frame, since the ids that views give rows come and go with sight.
 */
export class Scene {
  walls = [];
  pickups = [];
  shots = [];
  fighters = [];
  own = null;
  ownSlot = -1;
  ownTeam = -1;
  ownRow = null;
  round = {};
  map = { width: 1, height: 1 };
  timeMs = 0;
  isFoggy = false;

  #bodies = new Map();
  #flying = new Map();
  #shotsTime = 0;
  #roster = new Map();

  /** @param {import('/client/client.js').RingsideClient} client */
  constructor(client) {
    this.client = client;
  }

  /** The name and scores of a slot. */
  entry(slot) {
    return this.#roster.get(slot);
  }

  roster() {
    return [...this.#roster.values()];
  }

  body(slot) {
    return this.#bodies.get(slot);
  }

  colour(team) {
    return teamColour(team, this.ownTeam);
  }

  clear() {
    this.#bodies.clear();
    this.#flying.clear();
    this.ownRow = null;
  }

  /**
   * @param {number} nowMs
   * @param {number} elapsedMs
   * @param {number} ownAngle where the own player aims at this moment, in radians
   * @returns {{x: number, y: number, angle: number}[]} bullets that a wall stopped
   */
  update(nowMs, elapsedMs, ownAngle) {
    const { client } = this;
    const { view, interpolation } = client;
    if (!view) return [];
    this.timeMs = nowMs;
    interpolation.clock(nowMs);
    const players = client.game.layout.table('players');
    this.map = { width: players.column('x').max / 65536, height: players.column('y').max / 65536 };
    this.walls = [...view.tables.get('walls').values()];
    this.pickups = [...view.tables.get('pickups').values()];
    this.round = [...view.tables.get('round').values()][0] ?? {};
    this.isFoggy = this.round.fog === true && client.sight !== 'everything';
    this.#roster = new Map([...(view.tables.get('roster') ?? []).values()].map((row) => [row.slot, row]));
    this.ownRow = client.ownRows('players')[0] ?? null;
    this.ownSlot = this.ownRow?.slot ?? -1;
    this.ownTeam = this.ownRow?.team ?? -1;
    this.#updateBodies(interpolation, elapsedMs, ownAngle);
    return this.#updateShots(interpolation);
  }

  #updateBodies(interpolation, elapsedMs, ownAngle) {
    const rows = interpolation.rows('players', { linear: ['x', 'y'], turning: { aim: ANGLES }, mostStep: JUMP });
    for (const body of this.#bodies.values()) {
      body.isShown = false;
      body.flash = Math.max(0, body.flash - elapsedMs / FLASH_MS);
      body.recoil = Math.max(0, body.recoil - elapsedMs / RECOIL_MS);
      if (this.timeMs > body.tauntUntilMs) body.taunt = -1;
    }
    for (const row of rows.values()) {
      if (row.alive && row.slot !== this.ownSlot) this.#place(row, (row.aim / ANGLES) * TURN, 1);
    }
    if (this.ownRow?.alive) {
      const ahead = this.client.own();
      if (ahead) this.#place(ahead, ownAngle, 1);
      else this.#place(this.ownRow, (this.ownRow.aim / ANGLES) * TURN, 1 - Math.exp(-elapsedMs / OWN_SETTLE_MS));
    }
    this.own = this.#bodies.get(this.ownSlot)?.isShown ? this.#bodies.get(this.ownSlot) : null;
    for (const [slot, body] of this.#bodies) {
      body.opacity = body.isShown ? Math.min(1, body.opacity + elapsedMs / FADE_MS) : body.opacity - elapsedMs / FADE_MS;
      if (body.opacity <= 0) this.#bodies.delete(slot);
    }
    this.fighters = [...this.#bodies.values()].sort((a, b) => Number(a.isOwn) - Number(b.isOwn));
  }

  /** Moves a body a part of the way to where its row says. */
  #place(row, angle, part) {
    let body = this.#bodies.get(row.slot);
    if (!body || Math.hypot(row.x - body.x, row.y - body.y) > 2 * JUMP) {
      body = { x: row.x, y: row.y, opacity: 0, flash: 0, recoil: 0, taunt: -1, tauntUntilMs: 0 };
      this.#bodies.set(row.slot, body);
    }
    body.x += (row.x - body.x) * part;
    body.y += (row.y - body.y) * part;
    body.angle = angle;
    body.slot = row.slot;
    body.isOwn = row.slot === this.ownSlot;
    body.isShown = true;
    body.colour = this.colour(row.team);
    body.health = row.hp / 100;
    body.name = this.entry(row.slot)?.name ?? '';
  }

  /** Somebody is gone at once, without fading. */
  remove(slot) {
    this.#bodies.delete(slot);
  }

  taunt(slot, kind) {
    const body = this.body(slot);
    if (body) Object.assign(body, { taunt: kind, tauntUntilMs: this.timeMs + TAUNT_MS });
  }

  #updateShots(interpolation) {
    const rows = interpolation.rows('projectiles', { linear: ['x', 'y'], mostStep: JUMP });
    const farthest = JUMP * (1 + Math.max(0, interpolation.time - this.#shotsTime));
    this.#shotsTime = interpolation.time;
    const flying = new Map();
    this.shots = [];
    for (const [id, row] of rows) {
      const before = this.#flying.get(id);
      const goesOn = before && before.row.angle === row.angle && Math.hypot(row.x - before.x, row.y - before.y) < farthest;
      const from = goesOn ? before.from : row;
      const angle = (row.angle / ANGLES) * TURN;
      const shot = {
        row, from, x: row.x, y: row.y, angle, colour: this.colour(row.team),
        tail: Math.min(LONGEST_TAIL, Math.hypot(row.x - from.x, row.y - from.y) + 0.25),
      };
      flying.set(id, shot);
      this.shots.push(shot);
    }
    const ended = [...this.#flying].filter(([id, shot]) => flying.get(id)?.from !== shot.from).map(([, shot]) => shot);
    this.#flying = flying;
    return ended.filter((shot) => this.#isAtWall(shot.x + Math.cos(shot.angle) * 0.5, shot.y + Math.sin(shot.angle) * 0.5));
  }

  #isAtWall(x, y) {
    const isOutside = x < 0 || y < 0 || x > this.map.width || y > this.map.height;
    return isOutside || this.walls.some(
      (wall) => x > wall.x - BULLET && x < wall.x + wall.w + BULLET && y > wall.y - BULLET && y < wall.y + wall.h + BULLET);
  }
}
