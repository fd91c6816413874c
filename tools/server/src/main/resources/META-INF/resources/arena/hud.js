const PHASES = [() => 'Warm-up', (number) => `Round ${number}`, (number) => `Round ${number} over`];
const WARMUP = 0;
const OVER = 2;
const HURRY_SECONDS = 10;
const MOST_FEED = 6;
const MOST_SMALL_ROWS = 6;

const byId = (id) => document.getElementById(id);

/** The page's elements above the canvas: clock, scores, kills, own meters, banner. */
export class Hud {
  #longestDash = 1;

  /** @param {import('./scene.js').Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.isScoreWide = false;
  }

  /** @param {object} stats of the client */
  update(stats) {
    const { scene } = this;
    const seconds = (frame) => Math.max(0, Math.ceil((frame - stats.frame) / (stats.hz || 1)));
    this.#clock(scene.round, seconds(scene.round.endsFrame ?? 0));
    this.#scores();
    this.#own(scene.ownRow, seconds);
    this.#banner(scene.round, seconds(scene.round.endsFrame ?? 0));
  }

  /** Who watches is shown everything late, and nothing until then. */
  waitForPicture() {
    byId('notice').hidden = false;
    text('notice', 'Watching, some seconds late …');
  }

  #clock(round, left) {
    byId('clock').hidden = round.phase === undefined;
    const isWaiting = round.phase === WARMUP && !round.endsFrame;
    text('clock-phase', PHASES[round.phase]?.(round.number) ?? '');
    text('clock-time', isWaiting ? 'waiting' : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`);
    byId('clock-time').classList.toggle('hurry', !isWaiting && round.phase !== OVER && left <= HURRY_SECONDS);
    const limit = this.scene.client.rules?.scoreLimit;
    text('clock-goal', round.phase === WARMUP || !limit ? '' : `first to ${limit}`);
  }

  #scores() {
    const { scene } = this;
    const rows = scene.roster().sort((a, b) => b.score - a.score || a.deaths - b.deaths || a.slot - b.slot);
    const board = byId('scores');
    board.hidden = rows.length === 0;
    board.classList.toggle('wide', this.isScoreWide);
    let shown = rows;
    if (!this.isScoreWide && rows.length > MOST_SMALL_ROWS) {
      shown = rows.slice(0, MOST_SMALL_ROWS);
      const own = rows.find((row) => row.slot === scene.ownSlot);
      if (own && !shown.includes(own)) shown[MOST_SMALL_ROWS - 1] = own;
    }
    const table = board.querySelector('table');
    const key = JSON.stringify([this.isScoreWide, scene.ownSlot, shown.map((row) => [row.slot, row.team, row.name, row.score, row.deaths])]);
    if (table.dataset.key === key) return;
    table.dataset.key = key;
    table.replaceChildren(scoreHead(), element('tbody', {}, shown.map((row) => this.#scoreRow(row))));
  }

  #scoreRow(row) {
    const dot = element('i');
    dot.style.background = this.scene.colour(row.team);
    const line = element('tr', { className: row.slot === this.scene.ownSlot ? 'own' : '' }, [
      element('td', {}, [dot]),
      element('td', { textContent: row.name || `slot ${row.slot}` }),
      element('td', { className: 'kind', textContent: row.bot ? 'bot' : '' }),
      element('td', { className: 'number', textContent: row.score }),
      element('td', { className: 'number deaths', textContent: row.deaths }),
    ]);
    line.dataset.slot = row.slot;
    return line;
  }

  /** A line of the kill feed. */
  kill(killer, victim) {
    const { scene } = this;
    const name = (slot) => {
      const entry = scene.entry(slot);
      const label = element('b', { textContent: entry?.name ?? '?' });
      label.style.color = scene.colour(entry?.team ?? slot);
      return label;
    };
    const isOwn = killer === scene.ownSlot || victim === scene.ownSlot;
    const parts = killer < 0 || killer === victim
      ? [name(victim), element('span', { textContent: 'died' })]
      : [name(killer), element('span', { textContent: 'shot' }), name(victim)];
    const feed = byId('feed');
    const line = element('li', { className: isOwn ? 'own' : '' }, parts);
    line.addEventListener('animationend', () => line.remove());
    feed.append(line);
    while (feed.children.length > MOST_FEED) feed.firstElementChild.remove();
  }

  #own(row, seconds) {
    byId('own').hidden = !row;
    if (!row) {
      byId('notice').hidden = true;
      return;
    }
    const layout = this.scene.client.game.layout.table('players');
    meter('own-hp', row.hp / layout.column('hp').max, row.hp);
    byId('own-hp').classList.toggle('low', row.hp <= 35);
    meter('own-ammo', (row.ammo ?? 0) / layout.column('ammo').max, row.ammo === 0 ? '···' : row.ammo ?? '');
    // The longest wait seen is the whole wait; the layout only tells its bound.
    this.#longestDash = Math.max(this.#longestDash, row.dash ?? 0);
    meter('own-dash', 1 - (row.dash ?? 0) / this.#longestDash, row.dash ? '' : 'ready');
    const left = seconds(row.respawnFrame ?? 0);
    byId('notice').hidden = row.alive || this.scene.round.phase === OVER;
    text('notice', left > 0 ? `back in ${left} s` : 'back in a moment');
  }

  #banner(round, left) {
    const banner = byId('banner');
    const winner = this.scene.entry(round.winner);
    banner.hidden = round.phase !== OVER;
    if (banner.hidden) return;
    const isOwn = round.winner >= 0 && round.winner === this.scene.ownSlot;
    const title = banner.querySelector('h1');
    title.textContent = round.winner < 0 ? 'A draw' : isOwn ? 'You win the round' : `${winner?.name ?? 'Somebody'} wins the round`;
    title.style.color = round.winner < 0 ? '' : this.scene.colour(round.winnerTeam);
    banner.querySelector('p').textContent = `${round.winnerScore} points · next round in ${left} s`;
  }
}

function scoreHead() {
  const titles = ['', 'fighter', '', 'points', 'deaths'];
  return element('thead', {}, [element('tr', {}, titles.map((title) => element('th', { textContent: title })))]);
}

function meter(id, part, label) {
  const root = byId(id);
  root.querySelector('i').style.width = `${Math.max(0, Math.min(1, part)) * 100}%`;
  root.querySelector('b').textContent = label;
}

function text(id, value) {
  byId(id).textContent = value;
}

/** @param {Node[]} [children] */
export function element(name, properties = {}, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
