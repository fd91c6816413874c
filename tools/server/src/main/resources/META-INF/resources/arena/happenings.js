/** Effects that wait longer than this to be shown are shown at once: the view clock stands still. */
const LONGEST_WAIT_MS = 400;

const MUZZLE = 0.95;
const PICKUPS = ['+35', '+100'];

/**
 * Shows effects at the moment that the picture of others reaches their frame, so that a shot flashes where its bullet
 * appears. What one's own player did is shown at once.
 */
export class Happenings {
  #waiting = [];

  /**
   * @param {import('./scene.js').Scene} scene
   * @param {import('./particles.js').Particles} particles
   * @param {import('./hud.js').Hud} hud
   */
  constructor(scene, particles, hud) {
    this.scene = scene;
    this.particles = particles;
    this.hud = hud;
    /** How red the edge of the picture is, 0 to 1. */
    this.pain = 0;
  }

  add(effect, nowMs) {
    this.#waiting.push({ effect, untilMs: nowMs + LONGEST_WAIT_MS });
  }

  update(clock, nowMs, elapsedMs) {
    this.pain = Math.max(0, this.pain - elapsedMs / 450);
    const waiting = [];
    for (const one of this.#waiting) {
      const isOwn = one.effect.fields.slot === this.scene.ownSlot;
      if (isOwn || one.effect.frame <= clock || nowMs > one.untilMs) {
        SHOW[one.effect.name]?.(this, one.effect.fields);
      } else {
        waiting.push(one);
      }
    }
    this.#waiting = waiting;
  }
}

const SHOW = {
  shot({ scene, particles }, { slot }) {
    const body = scene.body(slot);
    if (!body) return;
    body.recoil = 1;
    const side = 0.2;
    const x = body.x + Math.cos(body.angle) * MUZZLE - Math.sin(body.angle) * side;
    const y = body.y + Math.sin(body.angle) * MUZZLE + Math.cos(body.angle) * side;
    particles.flash(x, y, body.angle);
  },

  hit(happenings, { slot, damage, angle }) {
    const { scene, particles } = happenings;
    const body = scene.body(slot);
    if (slot === scene.ownSlot) happenings.pain = 1;
    if (!body) return;
    body.flash = 1;
    const way = (angle / 4096) * 2 * Math.PI;
    particles.sparks(body.x - Math.cos(way) * 0.4, body.y - Math.sin(way) * 0.4, way + Math.PI, 2, 7, body.colour);
    particles.number(body.x, body.y - 1.1, String(damage), body.isOwn ? '#fca5a5' : '#ffffff');
  },

  kill({ scene, particles, hud }, { killer, victim }) {
    const body = scene.body(victim);
    if (body) {
      particles.sparks(body.x, body.y, 0, 2 * Math.PI, 34, body.colour, 11);
      particles.ring(body.x, body.y, 2.4, body.colour, 420);
      scene.remove(victim);
    }
    hud.kill(killer, victim);
  },

  pickup({ scene, particles }, { slot, kind }) {
    const body = scene.body(slot);
    if (!body) return;
    particles.ring(body.x, body.y, 1.5, '#86efac', 380);
    particles.number(body.x, body.y - 1.1, PICKUPS[kind] ?? '+', '#86efac');
  },

  taunt({ scene }, { slot, kind }) {
    scene.taunt(slot, kind);
  },
};
