// A moment in dispute: the truth of a frame, the newest view that its player had acknowledged (of a match
// file, which does not say so: had been sent), and the picture that the player's input
// claimed, side by side; and for each row that can be rewound where it was claimed to be, where logic looked, and where it is.
//
// For tests: `#dispute`, `#dispute-words`, `#dispute-rows tr[data-row]` with cells `claimed`, `rewound`, `present`.

import { byId, count, element } from './format.js';
import * as api from './recording.js';
import { Tape } from './tape.js';

/** Claims asked for around a frame. */
const AROUND = 120;

/** A claim this much beside where logic looked, in frames, was clamped. */
const LEAST_CLAMP = 1 / 128;

const PICTURES = ['truth', 'sent', 'claimed'];

export class Dispute {
  #root = byId('dispute');
  #info;
  #layout;
  #onError;
  #truth;
  #eyes;
  #drawings = null;
  #claims = new Map();
  #asked = '';
  #most = 0;
  #shown = '';

  /** @param {any} info @param {import('/client/layout.js').Layout} layout @param {(error: Error) => void} onError */
  constructor(info, layout, onError) {
    this.#info = info;
    this.#layout = layout;
    this.#onError = onError;
    this.#truth = new Tape(info, layout, onError);
    this.#eyes = new Tape(info, layout, onError);
  }

  get isOpen() {
    return !this.#root.hidden;
  }

  toggle(isOpen = !this.isOpen) {
    this.#root.hidden = !isOpen;
    byId('dispute-toggle').setAttribute('aria-pressed', String(isOpen));
    this.#shown = '';
  }

  /** Shows a frame as its player may dispute it. @param {number} frame @param {number} player 0 for nobody */
  show(frame, player) {
    if (!this.isOpen) return;
    const key = `${frame} ${player}`;
    if (key === this.#shown) return;
    this.#shown = key;
    if (player === 0) {
      this.#say('Choose a player as the camera: it is that player\u2019s input that is looked into.');
      return;
    }
    this.#show(frame, player, key).catch(this.#onError);
  }

  #say(text) {
    byId('dispute-words').textContent = text;
    byId('dispute-pictures').hidden = true;
    byId('dispute-rows').hidden = true;
  }

  async #show(frame, player, key) {
    await this.#ask(frame, player);
    const claim = this.#claims.get(frame);
    if (this.#shown !== key) return;
    if (!claim) {
      this.#say(`No new input of player ${player} counted in frame ${count(frame)}.`);
      return;
    }
    const { first, last } = this.#truth;
    const isAcknowledged = claim.acknowledgedFrame >= 0;
    const within = (at) => Math.max(first, Math.min(last, at));
    this.#eyes.look(player, false);
    const claimedAt = within(Math.floor(claim.claimed));
    const rewoundAt = within(Math.floor(claim.rewound));
    const [truth, sent, seen, after, older, newer] = await Promise.all([
      this.#truth.reach(frame), this.#eyes.reach(within(isAcknowledged ? claim.acknowledgedFrame : claim.sentFrame)),
      this.#eyes.reach(claimedAt), this.#eyes.reach(within(claimedAt + 1)),
      this.#truth.reach(rewoundAt), this.#truth.reach(within(rewoundAt + 1)),
    ]);
    const [claimedTruth, claimedAfter] = await Promise.all([this.#truth.reach(claimedAt), this.#truth.reach(within(claimedAt + 1))]);
    if (this.#shown !== key) return;
    byId('dispute-words').textContent = this.#words(claim);
    byId('dispute-words').dataset.clamped = String(this.#isClamped(claim));
    await this.#draw([
      { frame: truth, caption: `the truth: frame ${count(frame)}` },
      { frame: sent, player, caption: `newest view ${isAcknowledged ? 'acknowledged' : 'sent'} when the input came: frame ${count(sent.frame)}` },
      { frame: seen, after, part: claim.claimed - Math.floor(claim.claimed), player, caption: `claimed to be seen: frame ${claim.claimed.toFixed(2)}` },
    ]);
    this.#rows(player, between(claimedTruth, claimedAfter, claim.claimed), between(older, newer, claim.rewound), truth);
  }

  async #ask(frame, player) {
    const from = Math.max(this.#truth.first, frame - (frame % AROUND));
    const key = `${player} ${from}`;
    if (this.#asked === key) return;
    const answer = await api.claims(player, from, from + AROUND - 1);
    this.#claims = new Map(answer.claims.map((one) => [one.frame, one]));
    this.#most = answer.maxRewindFrames;
    this.#asked = key;
  }

  #isClamped(claim) {
    return Math.abs(claim.claimed - claim.rewound) > LEAST_CLAMP;
  }

  #words(claim) {
    const ms = (frames) => `${Math.round((frames * 1000) / this.#info.hz)} ms`;
    const age = claim.frame - claim.rewound;
    const head = `Input ${count(claim.inputSeq)} claimed frame ${claim.claimed.toFixed(2)}; logic looked at frame ${claim.rewound.toFixed(2)}, ${ms(age)} back.`;
    if (!this.#isClamped(claim)) return `${head} The claim was believed as it was.`;
    let why = 'the frame before is the newest past';
    if (claim.claimed > claim.sentFrame) why = `nothing newer than frame ${count(claim.sentFrame)} had been sent`;
    else if (claim.claimed < claim.sentFrame - claim.boundFrames) {
      why = `the way there and back and the interpolation allow ${claim.boundFrames} frames behind what had been sent, frame ${count(claim.sentFrame)}`;
    }
    if (Math.abs(age - this.#most) < LEAST_CLAMP) why = `maxRewind is ${ms(this.#most)}`;
    return `${head} Clamped by ${ms(Math.abs(claim.rewound - claim.claimed))}: ${why}.`;
  }

  async #draw(pictures) {
    byId('dispute-pictures').hidden = this.#info.drawing === null;
    if (!this.#info.drawing) return;
    if (!this.#drawings) {
      const { canDraw, Drawing } = await import(this.#info.drawing);
      if (!canDraw(this.#layout)) return;
      this.#drawings = PICTURES.map((name) => new Drawing(byId(`dispute-${name}`), this.#layout));
    }
    pictures.forEach(({ frame, after, part = 0, player = 0, caption }, i) => {
      byId(`dispute-${PICTURES[i]}`).nextElementSibling.textContent = caption;
      this.#drawings[i].clear();
      this.#drawings[i].draw({
        frame, after: part > 0 ? after : undefined, part, seat: player > 0 && frame.isSeated ? (player - 1) % this.#layout.seats : -1,
        isFast: true, isPlaying: false, nowMs: performance.now(), elapsedMs: 10_000,
      });
    });
  }

  /** Every row with columns that are rewound, but the player's own. */
  #rows(player, claimed, rewound, present) {
    const seat = (player - 1) % this.#layout.seats;
    const body = element('tbody');
    for (const table of present.tables) {
      const columns = table.columns.filter((column) => column.isRewound);
      if (columns.length === 0) continue;
      for (const [handle, row] of present.rows(table.name)) {
        if (table.owner !== undefined && row[table.owner] === seat) continue;
        const told = (rows) => columns.map((column) => {
          const value = rows(table.name, handle, column.name);
          return value === undefined ? '–' : value.toFixed(3);
        }).join(', ');
        const line = element('tr', {}, [
          element('th', { textContent: `${table.name}[${handle & 0xffff}] ${columns.map((column) => column.name).join(', ')}`, scope: 'row' }),
          element('td', { className: 'claimed', textContent: told(claimed) }),
          element('td', { className: 'rewound', textContent: told(rewound) }),
          element('td', { className: 'present', textContent: told((name, at, column) => present.rows(name).get(at)?.[column]) }),
        ]);
        line.dataset.row = String(handle & 0xffff);
        body.append(line);
      }
    }
    byId('dispute-rows').hidden = body.childElementCount === 0;
    byId('dispute-rows').querySelector('tbody').replaceWith(body);
  }
}

/** Values between two frames, as logic reads them: along a straight line. */
function between(older, newer, time) {
  const part = time - Math.floor(time);
  return (table, handle, column) => {
    const from = older.rows(table).get(handle)?.[column];
    const to = newer.rows(table).get(handle)?.[column];
    if (from === undefined || to === undefined) return from;
    return Number(from) + (Number(to) - Number(from)) * part;
  };
}
