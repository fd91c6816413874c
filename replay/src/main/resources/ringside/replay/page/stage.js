// Where the match is drawn, by what its game brings along: a module at /GAME/replay.js with
//
//   canDraw(layout)            whether it knows this layout
//   Drawing(canvas, layout)    clear()               the next picture does not follow the last
//                              effect(effect, nowMs) something happened, once
//                              draw(picture)         { frame, after, part, seat, isFast, isPlaying, nowMs, elapsedMs }
//
// `frame.rows(table)` are all rows by handle, `frame.shown(table)` those that the player who looks is shown; `after` is the next
// frame where the picture lies between two, a `part` of the way.

import { byId, element, fields } from './format.js';

/** Faster than this, single effects are no more to be seen. */
const MOST_SPEED = 4;

const MOST_FEED = 5;
const FEED_MS = 4000;

export class Stage {
  #drawing;
  #layout;
  #feed = byId('feed');

  constructor(drawing, layout) {
    this.#drawing = drawing;
    this.#layout = layout;
  }

  /** @param {any} info of the recording */
  static async of(info, layout) {
    if (!info.drawing) return new Stage(null, layout);
    try {
      const { canDraw, Drawing } = await import(info.drawing);
      return new Stage(canDraw(layout) ? new Drawing(byId('picture'), layout) : null, layout);
    } catch (error) {
      // The tables show the match as well.
      console.warn(`${info.drawing}: ${error.message}`);
      return new Stage(null, layout);
    }
  }

  /** Whether there is a picture; without it tables take its place. */
  get draws() {
    return this.#drawing !== null;
  }

  clear() {
    this.#drawing?.clear();
    this.#feed.replaceChildren();
  }

  /** What happened in a frame, as the one who looks may have seen it. */
  effects(frame, camera, nowMs) {
    for (const effect of frame.effects) {
      if (camera !== 0 && frame.isSeated && !effect.isShown) continue;
      this.#drawing?.effect(effect, nowMs);
      if (effect.sure) this.#tell(effect);
    }
  }

  #tell(effect) {
    const line = element('li', {}, [element('b', { textContent: effect.name }), element('span', { textContent: fields(effect.fields) })]);
    this.#feed.append(line);
    while (this.#feed.children.length > MOST_FEED) this.#feed.firstElementChild.remove();
    setTimeout(() => line.remove(), FEED_MS);
  }

  draw(frame, after, player, camera, nowMs, elapsedMs) {
    if (!this.#drawing) return;
    const isSeen = camera > 0 && frame.isSeated;
    this.#drawing.draw({
      frame,
      after,
      part: after ? player.position - Math.floor(player.position) : 0,
      seat: isSeen ? (camera - 1) % this.#layout.seats : -1,
      isFast: player.speed > MOST_SPEED,
      isPlaying: player.isPlaying,
      nowMs,
      elapsedMs: player.isPlaying ? elapsedMs * Math.min(1, player.speed) : elapsedMs,
    });
  }
}
