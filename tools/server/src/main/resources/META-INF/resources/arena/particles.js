/** Sparks, rings and rising numbers: short-lived marks that nothing depends on. */

const MOST = 400;

/** @typedef {{kind: string, x: number, y: number, vx: number, vy: number, size: number, colour: string, text?: string,
 *     ageMs: number, lifeMs: number}} Particle */

export class Particles {
  /** @type {Particle[]} */
  #list = [];

  sparks(x, y, angle, spread, count, colour, speed = 7) {
    for (let i = 0; i < count; i++) {
      const way = angle + (Math.random() - 0.5) * spread;
      const pace = speed * (0.35 + Math.random());
      this.#add({
        kind: 'spark', x, y, vx: Math.cos(way) * pace, vy: Math.sin(way) * pace,
        size: 0.05 + Math.random() * 0.06, colour, lifeMs: 180 + Math.random() * 260,
      });
    }
  }

  ring(x, y, size, colour, lifeMs) {
    this.#add({ kind: 'ring', x, y, vx: 0, vy: 0, size, colour, lifeMs });
  }

  number(x, y, text, colour) {
    this.#add({ kind: 'text', x: x + (Math.random() - 0.5) * 0.5, y, vx: 0, vy: -1.6, size: 0.62, colour, text, lifeMs: 750 });
  }

  flash(x, y, angle) {
    this.#add({ kind: 'flash', x, y, vx: Math.cos(angle), vy: Math.sin(angle), size: 0.55, colour: '#ffe9b0', lifeMs: 70 });
  }

  #add(particle) {
    particle.ageMs = 0;
    this.#list.push(particle);
    if (this.#list.length > MOST) this.#list.shift();
  }

  draw(context, elapsedMs) {
    const seconds = elapsedMs / 1000;
    this.#list = this.#list.filter((particle) => (particle.ageMs += elapsedMs) < particle.lifeMs);
    context.save();
    for (const particle of this.#list) {
      const age = particle.ageMs / particle.lifeMs;
      context.globalAlpha = 1 - age * age;
      context.strokeStyle = context.fillStyle = particle.colour;
      SHAPES[particle.kind](context, particle, age);
      if (particle.kind === 'flash') continue;
      particle.x += particle.vx * seconds;
      particle.y += particle.vy * seconds;
      particle.vx *= 1 - Math.min(1, seconds * 5);
      particle.vy *= 1 - Math.min(1, seconds * (particle.kind === 'text' ? 2 : 5));
    }
    context.restore();
  }
}

const SHAPES = {
  spark(context, { x, y, vx, vy, size }) {
    context.lineWidth = size;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - vx * 0.035, y - vy * 0.035);
    context.stroke();
  },

  ring(context, { x, y, size }, age) {
    context.lineWidth = 0.12 * (1 - age);
    context.beginPath();
    context.arc(x, y, size * (0.3 + 0.7 * Math.sqrt(age)), 0, 2 * Math.PI);
    context.stroke();
  },

  text(context, { x, y, size, text }) {
    context.font = `700 ${size}px ui-sans-serif, system-ui, sans-serif`;
    context.textAlign = 'center';
    context.fillText(text, x, y);
  },

  flash(context, { x, y, vx, vy, size, colour }, age) {
    const glow = context.createRadialGradient(x, y, 0, x, y, size * (1 - age * 0.4));
    glow.addColorStop(0, colour);
    glow.addColorStop(1, 'rgb(255 200 90 / 0%)');
    context.fillStyle = glow;
    context.beginPath();
    context.arc(x + vx * 0.1, y + vy * 0.1, size, 0, 2 * Math.PI);
    context.fill();
  },
};
