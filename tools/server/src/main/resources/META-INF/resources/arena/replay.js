// How a recorded match of the arena is drawn on the page of `replay open`: with the same brushes as a live one. What a `Scene` asks of
// a client is told here from a frame of the recording.

import { Camera } from './camera.js';
import { COLOURS } from './colours.js';
import { drawBodies, drawLabels, drawShots } from './fighters.js';
import { drawGround, drawUnseen, drawWalls } from './ground.js';
import { Happenings } from './happenings.js';
import { Particles } from './particles.js';
import { Scene } from './scene.js';

export { canDraw } from './scene.js';

const TURN = 2 * Math.PI;
const ANGLES = 4096;

/** After so long nothing fades or glides any more. */
const LONG_MS = 10_000;

/** What a scene asks of a client, told from two frames of a recording. */
class RecordedClient {
  #picture = null;
  #tables = new Map();

  constructor(layout) {
    this.game = { layout };
    this.interpolation = { time: 0, clock: () => this.interpolation.time, rows: (table, smooth) => this.#between(table, smooth) };
  }

  /** Moves to another picture. */
  set picture(picture) {
    if (this.#picture?.frame !== picture.frame || this.#picture?.seat !== picture.seat) this.#tables = new Map();
    this.#picture = picture;
    this.interpolation.time = picture.frame.frame + picture.part;
  }

  get sight() {
    return this.#picture.seat < 0 ? 'everything' : 'own';
  }

  get view() {
    return this.#picture && { frame: this.#picture.frame.frame, tables: { get: (name) => this.#rows(name) } };
  }

  /** Rows of a table as the one who looks was shown them; all where nobody looks. */
  #rows(name) {
    let rows = this.#tables.get(name);
    if (!rows) {
      const { frame, seat } = this.#picture;
      rows = seat < 0 ? frame.rows(name) : frame.shown(name);
      this.#tables.set(name, rows);
    }
    return rows;
  }

  ownRows(name) {
    const { frame, seat } = this.#picture;
    const { owner } = this.game.layout.table(name);
    return seat < 0 || owner === undefined ? [] : [...frame.rows(name).values()].filter((row) => row[owner] === seat);
  }

  own() {
    const { seat } = this.#picture;
    const { owner } = this.game.layout.table('players');
    return [...this.#between('players', { linear: ['x', 'y'], mostStep: Infinity }).values()].find((row) => row[owner] === seat) ?? null;
  }

  /** Rows a part of the way to the next frame, where that is at hand. */
  #between(name, { linear = [], turning = {}, mostStep = Infinity }) {
    const { after, part, seat } = this.#picture;
    const rows = this.#rows(name);
    if (!after || part === 0) return rows;
    const next = seat < 0 ? after.rows(name) : after.shown(name);
    const moved = new Map();
    for (const [handle, row] of rows) {
      const to = next.get(handle);
      if (!to || linear.some((column) => Math.abs(to[column] - row[column]) > mostStep)) {
        moved.set(handle, row);
        continue;
      }
      const now = { ...row };
      for (const column of linear) now[column] += (to[column] - row[column]) * part;
      for (const [column, turn] of Object.entries(turning)) {
        const way = ((((to[column] - row[column]) % turn) + 1.5 * turn) % turn) - turn / 2;
        now[column] += way * part;
      }
      moved.set(handle, now);
    }
    return moved;
  }
}

/** Draws frames of a recording onto a canvas. */
export class Drawing {
  #canvas;
  #context;
  #client;
  #scene;
  #camera = new Camera();
  #particles = new Particles();
  #happenings;

  /** The next picture follows no other: nothing glides there. */
  #isCut = true;

  constructor(canvas, layout) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false });
    this.#client = new RecordedClient(layout);
    this.#scene = new Scene(this.#client);
    this.#happenings = new Happenings(this.#scene, this.#particles, { kill() {} });
  }

  clear() {
    this.#isCut = true;
    this.#scene.clear();
    this.#particles = new Particles();
    this.#happenings = new Happenings(this.#scene, this.#particles, { kill() {} });
  }

  effect(effect, nowMs) {
    this.#happenings.add(effect, nowMs);
  }

  draw(picture) {
    const context = this.#context;
    const { nowMs, elapsedMs } = picture;
    this.#client.picture = picture;
    const scene = this.#scene;
    const own = this.#client.ownRows('players')[0];
    // A jump is shown as it is: nothing fades in on a frame that one steps to.
    const fadeMs = picture.isPlaying ? elapsedMs : LONG_MS;
    const ended = scene.update(nowMs, fadeMs, own ? (own.aim / ANGLES) * TURN : 0);
    if (!picture.isFast) {
      for (const shot of ended) this.#particles.sparks(shot.x, shot.y, shot.angle + Math.PI, 1.6, 4, '#ffe9b0', 5);
      this.#happenings.update(this.#client.interpolation.time, nowMs, elapsedMs);
    }
    const camera = this.#camera;
    camera.resize(this.#canvas);
    camera.update(this.#focus(own), scene.map, this.#isCut ? LONG_MS : elapsedMs);
    this.#isCut = false;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = COLOURS.outside;
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    camera.apply(context);
    drawGround(context, scene);
    drawUnseen(context, scene);
    drawShots(context, scene);
    drawBodies(context, scene);
    drawWalls(context, scene);
    this.#particles.draw(context, elapsedMs);
    drawLabels(context, scene, camera);
  }

  /** The whole arena, or what lies around the one who looks. */
  #focus(own) {
    const at = this.#scene.own ?? own;
    return at ? { x: at.x, y: at.y, aim: at } : null;
  }
}
