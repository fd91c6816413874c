// What the survey found so far: marks of each kind, in the order of their frames, and which kinds are shown.

import { byId, count, element } from './format.js';

const SURE_COLOURS = ['#f87171', '#e879f9', '#60a5fa', '#fb923c'];
const COLOURS = ['#4ade80', '#38bdf8', '#a78bfa', '#a3e635', '#f472b6', '#facc9e'];
const EVENT_COLOURS = ['#94a3b8', '#5eead4', '#cbd5e1', '#7dd3fc', '#c4b5fd', '#fda4af'];
const REFUSED = '#fbbf24';
const BOOKMARK = '#ffffff';

/** Kinds of which there are more than so many a second, for all that is known, begin hidden. */
const MOST_A_SECOND = 0.5;

/** Marks come as frame, kind, player. */
const STRIDE = 3;

/** Rows of the timeline, from above. */
export const GROUPS = ['effect', 'event', 'refused'];

export class Marks {
  /** @type {{group: string, name: string, sure: boolean, colour: string, frames: number[], isShown: boolean, isChosen: boolean}[]} */
  kinds = [];
  told = 0;

  /** @type {{frame: number, player: number, text: string}[]} what people said of a moment */
  bookmarks = [];

  /** @param {any} answer of the survey @param {number} seconds that it is about */
  add(answer, seconds) {
    for (const kind of answer.kinds.slice(this.kinds.length)) {
      this.kinds.push({ ...kind, colour: this.#colour(kind), frames: [], isShown: true, isChosen: false });
    }
    const { marks } = answer;
    for (let i = 0; i < marks.length; i += STRIDE) this.kinds[marks[i + 1]].frames.push(marks[i]);
    // They are told by the frames that they mean, and come later: so all of them each time.
    const bookmarks = this.kinds.find((kind) => kind.name === 'bookmark' && kind.group === 'event' && kind.sure);
    if (bookmarks) bookmarks.frames = answer.bookmarks.map((one) => one.frame);
    this.bookmarks = answer.bookmarks;
    this.told = answer.told;
    for (const kind of this.kinds) {
      const isMany = kind.group === 'effect' && !kind.sure && kind.frames.length > MOST_A_SECOND * Math.max(20, seconds);
      if (!kind.isChosen) kind.isShown = !isMany;
    }
  }

  #colour({ group, name, sure }) {
    if (group === 'refused') return REFUSED;
    if (name === 'bookmark') return BOOKMARK;
    const palette = group === 'event' ? EVENT_COLOURS : sure ? SURE_COLOURS : COLOURS;
    return palette[this.kinds.filter((kind) => kind.group === group && kind.sure === sure).length % palette.length];
  }

  colourOf(group, name) {
    return this.kinds.find((kind) => kind.group === group && kind.name === name)?.colour ?? '#8e9bad';
  }

  /** The nearest mark that is shown behind a frame (way 1) or before it (way -1). @returns {number | undefined} */
  next(frame, way) {
    let best;
    for (const { frames, isShown } of this.kinds) {
      if (!isShown) continue;
      const at = way > 0 ? frames[firstAbove(frames, frame)] : frames[firstAbove(frames, frame - 1) - 1];
      if (at !== undefined && (best === undefined || (at - best) * way < 0)) best = at;
    }
    return best;
  }

  /** Kinds that have a mark in some frames, with how many. */
  between(from, to) {
    return this.kinds
      .filter((kind) => kind.isShown)
      .map((kind) => ({ kind, count: firstAbove(kind.frames, to) - firstAbove(kind.frames, from - 1) }))
      .filter((one) => one.count > 0);
  }

  /** Buttons that choose which kinds are shown. @param {() => void} onChange */
  showKinds(onChange) {
    const list = byId('kinds');
    this.kinds.forEach((kind, i) => {
      let button = list.children[i]?.firstElementChild;
      if (!button) {
        const dot = element('i');
        dot.style.background = kind.colour;
        button = element('button', { type: 'button', title: `${kind.group}: ${kind.name}` }, [dot, kind.name, element('small')]);
        button.dataset.kind = kind.name;
        button.addEventListener('click', () => {
          kind.isShown = !kind.isShown;
          kind.isChosen = true;
          button.setAttribute('aria-pressed', String(kind.isShown));
          onChange();
        });
        list.append(element('li', {}, [button]));
      }
      button.setAttribute('aria-pressed', String(kind.isShown));
      button.lastElementChild.textContent = count(kind.frames.length);
    });
  }
}

/** The place of the first that is above a value, in a list that rises. */
function firstAbove(list, value) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
