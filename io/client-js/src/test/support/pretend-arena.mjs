// Something to look at: fighters that wander and shoot by no particular rules, shown as the arena shows its own.

const ONE = 65536;
const HALF_OF_WALLS = [
  [8, 6, 1, 8], [9, 6, 5, 1], [18, 0, 1, 6], [14, 12, 6, 1], [24, 6, 1, 7], [25, 12, 3, 1], [3, 20, 8, 1], [15, 18, 1, 6],
  [8, 26, 1, 8], [9, 33, 5, 1], [19, 33, 1, 7], [20, 27, 6, 1], [30, 14, 4, 1], [27, 18, 2, 2], [31, 3, 2, 5]];
const WALLS = HALF_OF_WALLS.flatMap(([x, y, w, h]) => [{ x, y, w, h }, { x: 64 - x - w, y: 40 - y - h, w, h }]);
const PICKUPS = [[11, 10, 0], [53, 30, 0], [22, 3, 0], [42, 37, 0], [21, 17, 0], [43, 23, 0], [32, 18, 1], [32, 22, 1]];
const NAMES = ['', 'Ada', 'Brun', 'Cleo', 'Dov', 'Edda', 'Finn'];
const STARTS = [[22, 20], [27, 23.5], [17, 15], [34, 20.5], [24, 30], [12, 22], [30, 10]];
const SPEED = 32;

const grid = (value, bits = 6) => Math.round(value * ONE) >> bits << bits;
const isInWall = (x, y, margin) => x < margin || y < margin || x > 64 - margin || y > 40 - margin
  || WALLS.some((wall) => x > wall.x - margin && x < wall.x + wall.w + margin && y > wall.y - margin && y < wall.y + wall.h + margin);

export class PretendArena {
  fighters = STARTS.map(([x, y], slot) => ({
    slot, x, y, way: slot * 1.7, aim: 0, hp: slot === 0 ? 70 : 100 - slot * 9, score: (slot * 7) % 9, deaths: slot, alive: true,
    wait: 40 + slot * 9, respawn: 0, dash: 0, ammo: 12 }));
  shots = [];
  momentary = [];
  nextShot = 0;

  /** @param {import('./mock-seat.mjs').MockSeat} seat @param {string} name of the player */
  constructor(seat, name) {
    this.seat = seat;
    this.name = name;
  }

  step() {
    const input = this.seat.step();
    this.momentary = [];
    for (const fighter of this.fighters) {
      if (!fighter.alive) {
        if (this.seat.frame >= fighter.respawn) this.#revive(fighter);
      } else if (fighter.slot === 0) {
        this.#play(fighter, input);
      } else {
        this.#wander(fighter);
      }
    }
    this.shots = this.shots.filter((shot) => this.#fly(shot));
    this.seat.show(this.#rows(), STILL, this.momentary);
  }

  #play(own, input) {
    own.aim = input.aim ?? 0;
    own.dash = own.dash > 0 ? own.dash - 1 : input.dash ? 90 : 0;
    const speed = own.dash > 81 ? 18 : 6;
    this.#move(own, ((input.moveX ?? 0) / 127) * speed / 60, ((input.moveY ?? 0) / 127) * speed / 60);
    if (input.fire && --own.wait <= 0) this.#fire(own, 9);
  }

  #wander(fighter) {
    const before = fighter.x + fighter.y;
    this.#move(fighter, Math.cos(fighter.way) * 0.05, Math.sin(fighter.way) * 0.05);
    if (Math.abs(fighter.x + fighter.y - before) < 0.01) fighter.way += 0.9;
    const target = this.fighters[(fighter.slot + 1) % this.fighters.length];
    fighter.aim = Math.atan2(target.y - fighter.y, target.x - fighter.x) / (2 * Math.PI) * ONE & 0xffff;
    if (--fighter.wait <= 0) this.#fire(fighter, 22 + fighter.slot * 5);
  }

  #move(fighter, dx, dy) {
    if (!isInWall(fighter.x + dx, fighter.y, 0.5)) fighter.x += dx;
    if (!isInWall(fighter.x, fighter.y + dy, 0.5)) fighter.y += dy;
  }

  #fire(fighter, wait) {
    fighter.wait = wait;
    fighter.ammo = fighter.ammo > 0 ? fighter.ammo - 1 : 12;
    this.shots.push({ id: this.nextShot++ % 50, slot: fighter.slot, x: fighter.x, y: fighter.y, aim: fighter.aim, life: 54 });
    this.momentary.push({ name: 'shot', age: 0, values: { slot: fighter.slot } });
  }

  #fly(shot) {
    const angle = shot.aim / ONE * 2 * Math.PI;
    shot.x += Math.cos(angle) * SPEED / 60;
    shot.y += Math.sin(angle) * SPEED / 60;
    const hit = this.fighters.find((one) => one.alive && one.slot !== shot.slot && Math.hypot(one.x - shot.x, one.y - shot.y) < 0.6);
    if (hit) this.#hurt(hit, shot);
    return --shot.life > 0 && !hit && !isInWall(shot.x, shot.y, 0.1);
  }

  #hurt(fighter, shot) {
    fighter.hp -= 20;
    this.momentary.push({ name: 'hit', age: 0, values: { slot: fighter.slot, damage: 20, angle: shot.aim >> 4 } });
    if (fighter.hp > 0) return;
    fighter.alive = false;
    fighter.deaths++;
    fighter.respawn = this.seat.frame + 120;
    this.fighters[shot.slot].score++;
    this.seat.emitSure('kill', { killer: shot.slot, victim: fighter.slot });
  }

  #revive(fighter) {
    [fighter.x, fighter.y] = STARTS[fighter.slot];
    Object.assign(fighter, { alive: true, hp: 100 });
  }

  #rows() {
    const isOver = this.seat.frame % 1500 > 1300;
    return {
      round: [{ id: 0, values: {
        phase: isOver ? 2 : 1, number: 3, endsFrame: this.seat.frame - (this.seat.frame % 1500) + 1500,
        winner: isOver ? 3 : -1, winnerTeam: isOver ? 3 : -1, winnerScore: isOver ? 12 : 0, hz: 60, fog: true } }],
      players: this.fighters.map((one) => ({ id: one.slot, access: one.slot === 0 ? 3 : 0, values: {
        seat: one.slot === 0 ? 0 : -1, team: one.slot, slot: one.slot, alive: one.alive, hp: Math.max(0, one.hp), aim: one.aim >> 4,
        x: grid(one.x), y: grid(one.y), dash: one.dash, ammo: one.ammo, respawnFrame: one.respawn } })),
      roster: this.fighters.map((one) => ({ id: one.slot, values: {
        slot: one.slot, team: one.slot, bot: one.slot > 0, score: one.score, deaths: one.deaths,
        name: one.slot === 0 ? this.name : NAMES[one.slot] } })),
      projectiles: Array.from({ length: 50 }, (_, id) => this.shots.find((shot) => shot.id === id))
        .map((shot, id) => (shot ? { id, values: { team: shot.slot, angle: shot.aim >> 4, x: grid(shot.x, 10), y: grid(shot.y, 10) } } : { id })),
    };
  }
}

const STILL = {
  pickups: PICKUPS.map(([x, y, kind], id) => ({ id, values: { kind, active: id !== 3, x, y } })),
  walls: WALLS.map((values, id) => ({ id, values })),
};
