// What happened around the frame that is looked at, in words.

import { byId, count, element, fields } from './format.js';
import * as api from './recording.js';

/** Seconds told before the frame and behind it. */
const BEFORE_SECONDS = 20;
const AFTER_SECONDS = 5;

export class Log {
  #root = byId('log');
  #info;
  #marks;
  #onSeek;
  #onError;
  #from = 0;
  #to = -1;
  #lines = [];
  #known = -1;
  #isAsking = false;

  /** @param {any} info @param {import('./marks.js').Marks} marks @param {(frame: number) => void} onSeek @param {(error: Error) => void} onError */
  constructor(info, marks, onSeek, onError) {
    this.#info = info;
    this.#marks = marks;
    this.#onSeek = onSeek;
    this.#onError = onError;
  }

  /** @param {number} frame @param {(player: number) => string} nameOf */
  show(frame, nameOf) {
    const { hz } = this.#info;
    const isHere = frame - this.#from >= hz && this.#to - frame >= hz && this.#known === this.#marks.told;
    if (!isHere && !this.#isAsking) {
      this.#ask(Math.max(0, frame - BEFORE_SECONDS * hz), frame + AFTER_SECONDS * hz, nameOf).catch(this.#onError);
    }
    for (const { line, at } of this.#lines) {
      line.classList.toggle('now', at === frame);
      line.classList.toggle('later', at > frame);
    }
    if (this.#root.hidden) return;
    const newest = this.#lines.findLast((one) => one.at <= frame);
    newest?.line.scrollIntoView({ block: 'center' });
  }

  async #ask(from, to, nameOf) {
    this.#isAsking = true;
    try {
      const known = this.#marks.told;
      const answer = await api.log(from, to);
      this.#from = from === 0 ? -Infinity : from;
      this.#to = to >= this.#info.lastFrame ? Infinity : to;
      this.#known = known;
      this.#lines = gathered(answer.lines).map((one) => this.#line(one, nameOf));
      const list = element('ol', {}, this.#lines.map((one) => one.line));
      const parts = answer.cut ? [element('p', { textContent: 'Only the newest lines of this stretch are shown.' }), list] : [list];
      if (answer.lines.length === 0) parts.push(element('p', { textContent: 'Nothing happened around this frame.' }));
      this.#root.replaceChildren(...parts);
    } finally {
      this.#isAsking = false;
    }
  }

  #line(one, nameOf) {
    const name = element('b', { textContent: one.name });
    name.style.color = this.#marks.colourOf(one.group, one.name);
    const who = one.player > 0 ? `${nameOf(one.player)}  ` : '';
    const text = who + words(one);
    const button = element('button', { type: 'button' }, [
      element('time', { textContent: count(one.frame) }), name, element('span', { textContent: text }),
    ]);
    button.title = text;
    button.addEventListener('click', () => this.#onSeek(one.frame));
    const line = element('li', {}, [button]);
    line.dataset.group = one.group;
    line.dataset.name = one.name;
    return { line, at: one.frame };
  }
}

/** A burst of inputs that are refused for one reason in one frame is one line. */
function gathered(lines) {
  const all = [];
  for (const one of lines) {
    const last = all.at(-1);
    if (one.group === 'refused' && last?.group === 'refused' && last.name === one.name && last.frame === one.frame
      && last.player === one.player && last.fields.reason === one.fields.reason) {
      last.until = one.fields.sequence;
    } else {
      all.push({ ...one });
    }
  }
  return all;
}

/** What is asked first stands first: why it was refused, what somebody said. */
function words({ group, name, fields: given, until }) {
  if (group === 'refused' && given.reason) {
    const { reason, sequence, ...rest } = given;
    const which = sequence === undefined || sequence === 0 ? '' : until === undefined ? `  (${sequence})` : `  (${sequence} to ${until})`;
    return `${reason}${which}  ${fields(rest)}`.trimEnd();
  }
  if (name === 'bookmark' && given.text) return `\u201c${given.text}\u201d`;
  return fields(given);
}
