// Inputs of each player around the frame that is looked at, cell by cell, for any game: numbers are lines, switches are blocks.

import { decodeRecord } from '/client/record.js';
import { FONT, clipped, fitted, gutter } from './canvas.js';
import { byId } from './format.js';
import * as api from './recording.js';

const LANE = 17;
const HEAD_BYTES = 20;

/** Frames shown on either side, and asked for at once. */
const SIDE = 120;
const BLOCK = 480;
const MOST_BLOCKS = 12;

const LINES = ['#7dd3fc', '#c4b5fd', '#fcd34d', '#94a3b8'];
const SWITCHES = ['#f87171', '#5eead4', '#fb923c', '#a3e635', '#e879f9', '#facc9e'];
const LATE = '#fbbf24';
const REFUSED = '#f87171';

export class Lanes {
  #root = byId('lanes');
  #canvas = this.#root.querySelector('canvas');
  #blocks = new Map();
  #info;
  #layout;
  #lines;
  #switches;
  #stays = [];
  #drawn = { frame: 0, width: 1, left: 0 };
  #onError;

  /**
   * @param {any} info of the recording
   * @param {import('/client/layout.js').Layout} layout
   * @param {(frame: number, player: number) => void} onSeek
   * @param {(error: Error) => void} onError
   */
  constructor(info, layout, onSeek, onError) {
    this.#info = info;
    this.#layout = layout;
    this.#onError = onError;
    const { columns } = layout.input;
    this.#switches = columns.filter((column) => column.type === 'bool');
    this.#lines = columns.filter((column) => !['bool', 'bytes', 'ref', 'int64'].includes(column.type));
    const seek = (event) => {
      const frame = Math.floor(this.#frameAt(event.clientX));
      onSeek(Math.max(info.firstFrame, Math.min(info.lastFrame, frame)));
    };
    this.#root.addEventListener('click', (event) => {
      if (event.clientX - this.#root.getBoundingClientRect().left > gutter()) seek(event);
    });
  }

  set stays(stays) {
    this.#stays = stays;
  }

  #frameAt(clientX) {
    const x = clientX - this.#root.getBoundingClientRect().left;
    return this.#drawn.frame + (x - this.#middle()) / this.#cell();
  }

  #middle() {
    const { left, width } = this.#drawn;
    return left + (width - left) / 2;
  }

  #cell() {
    return (this.#drawn.width - this.#drawn.left) / (2 * SIDE);
  }

  /** Who has a seat in the frames that are shown. */
  #present(frame) {
    return this.#stays.filter((stay) => stay.from <= frame + SIDE && (stay.to < 0 || stay.to >= frame - SIDE))
      .sort((a, b) => a.seat - b.seat || a.player - b.player);
  }

  draw(frame, ownPlayer) {
    const stays = this.#present(frame);
    const width = this.#root.clientWidth;
    const height = Math.max(1, stays.length) * LANE + 14;
    this.#drawn = { frame, width, left: gutter() };
    this.#canvas.style.height = `${height}px`;
    const context = fitted(this.#canvas, width, height);
    context.font = FONT;
    context.textBaseline = 'middle';
    const { left } = this.#drawn;
    const middle = this.#middle();
    const cell = this.#cell();
    this.#legend(context, width);
    if (stays.length === 0) {
      context.fillStyle = '#66748a';
      context.fillText('nobody has a seat here', left, 14 + LANE / 2);
      return;
    }
    stays.forEach((stay, row) => this.#lane(context, stay, 14 + row * LANE, frame, stay.player === ownPlayer));
    context.fillStyle = 'rgb(94 234 212 / 16%)';
    context.fillRect(middle, 12, cell, height - 12);
    context.fillStyle = '#5eead4';
    context.fillRect(middle - 0.5, 12, 1, height - 12);
  }

  #legend(context, width) {
    let x = this.#drawn.left;
    context.fillStyle = '#8e9bad';
    context.fillText('inputs', 0, 6);
    const say = (column, colour, isBlock) => {
      context.fillStyle = colour;
      context.fillRect(x, isBlock ? 2 : 5, 9, isBlock ? 8 : 2);
      context.fillStyle = '#8e9bad';
      context.fillText(column.name, x + 13, 6);
      x += context.measureText(column.name).width + 26;
    };
    this.#lines.forEach((column, i) => say(column, LINES[i % LINES.length], false));
    this.#switches.forEach((column, i) => say(column, SWITCHES[i % SWITCHES.length], true));
    const seconds = SIDE / this.#info.hz;
    context.fillText(`± ${seconds.toFixed(seconds < 10 ? 1 : 0)} s`, Math.max(x, width - 40), 6);
  }

  #lane(context, stay, y, frame, isOwn) {
    const { left } = this.#drawn;
    const cell = this.#cell();
    const middle = this.#middle();
    const x = (at) => middle + (at - frame) * cell;
    context.fillStyle = isOwn ? '#5eead4' : '#dbe3ed';
    clipped(context, `${stay.player}  ${stay.name || `seat ${stay.seat}`}`, 0, y + LANE / 2, left - 8);
    context.save();
    context.beginPath();
    context.rect(left, y, this.#drawn.width - left, LANE);
    context.clip();
    const from = Math.max(stay.from, Math.floor(frame - SIDE));
    const to = Math.min(stay.to < 0 ? this.#info.lastFrame : stay.to, Math.ceil(frame + SIDE));
    context.fillStyle = '#10161f';
    context.fillRect(x(from), y + 1, x(to + 1) - x(from), LANE - 2);
    const inputs = this.#inputs(stay.player, from, to);
    for (const [at, input] of inputs) {
      context.fillStyle = input.refusal ? REFUSED : input.isLate ? '#3a3220' : '#1d2735';
      context.fillRect(x(at), y + 1, Math.max(1, cell - 0.6), LANE - 2);
      if (input.isLate && !input.refusal) {
        context.fillStyle = LATE;
        context.fillRect(x(at), y + 1, Math.max(1, cell - 0.6), 2);
      }
    }
    this.#lines.forEach((column, i) => this.#line(context, column, LINES[i % LINES.length], inputs, x, y, cell));
    const high = Math.min(4, (LANE - 4) / Math.max(1, this.#switches.length));
    this.#switches.forEach((column, i) => {
      context.fillStyle = SWITCHES[i % SWITCHES.length];
      for (const [at, input] of inputs) {
        if (input.fields[column.name]) context.fillRect(x(at), y + LANE - 2 - (i + 1) * high, Math.max(1, cell), high - 0.5);
      }
    });
    context.restore();
  }

  #line(context, column, colour, inputs, x, y, cell) {
    const range = column.max - column.min || 1;
    context.strokeStyle = colour;
    context.globalAlpha = 0.85;
    context.lineWidth = 1;
    context.beginPath();
    let last = -Infinity;
    for (const [at, input] of inputs) {
      const height = y + 2 + (1 - (input.fields[column.name] - column.min) / range) * (LANE - 5);
      if (at === last + 1) context.lineTo(x(at), height);
      else context.moveTo(x(at), height);
      context.lineTo(x(at) + cell, height);
      last = at;
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  /** The newest input of a player for each frame that there is one for, in order. */
  #inputs(player, from, to) {
    const found = new Map();
    for (let block = Math.floor(Math.max(0, from) / BLOCK); block * BLOCK <= to; block++) {
      const inputs = this.#block(block)?.get(player);
      if (!inputs) continue;
      for (const [at, input] of inputs) if (at >= from && at <= to) found.set(at, input);
    }
    return found;
  }

  #block(block) {
    const kept = this.#blocks.get(block);
    if (kept === undefined) {
      this.#blocks.set(block, null);
      this.#read(block).catch((error) => {
        this.#blocks.delete(block);
        this.#onError(error);
      });
    }
    return kept;
  }

  async #read(block) {
    const view = await api.inputs(block * BLOCK, (block + 1) * BLOCK - 1);
    const players = new Map();
    const { input } = this.#layout;
    let at = 4;
    for (let i = view.getUint32(0, true); i > 0; i--) {
      const player = view.getInt32(at, true);
      const frame = view.getInt32(at + 8, true);
      const one = {
        sequence: view.getInt32(at + 4, true),
        isLate: view.getInt32(at + 12, true) >= frame,
        refusal: view.getUint8(at + 16),
        fields: decodeRecord(input, new Uint8Array(view.buffer, at + HEAD_BYTES, input.lengthBytes)),
      };
      if (!players.has(player)) players.set(player, new Map());
      players.get(player).set(frame, one);
      at += (HEAD_BYTES + input.lengthBytes + 3) & ~3;
    }
    this.#blocks.set(block, players);
    for (const old of this.#blocks.keys()) {
      if (this.#blocks.size <= MOST_BLOCKS) break;
      this.#blocks.delete(old);
    }
    this.onRead?.();
  }
}
