/**
 * What a game's `predict` sees of a match: the newest view, with values as the server computes with them. Fixed point
 * columns are whole numbers (65,536 is 1.0), booleans 0 or 1, references one more than the row's id in views.
 *
 * @typedef {Record<string, any>} RawRow raw values by column name; `undefined` for what this player is not shown
 */
export class World {
  #decoder;
  #emit;
  #rows = new Map();

  /** The frame that is being predicted. */
  frame = -1;

  /** The frame of the view that all else is from. */
  shownFrame = -1;

  /**
   * @param {import('./game.js').Game} game
   * @param {{hz: number, seat: number}} welcome
   * @param {(name: string, fields: Record<string, any>) => void} emit
   */
  constructor(game, welcome, emit) {
    this.#decoder = game.decoder;
    this.#emit = emit;
    this.hz = welcome.hz;
    this.seat = welcome.seat;
  }

  /** The view is a new one. @param {number} frame */
  show(frame) {
    this.shownFrame = frame;
    this.#rows.clear();
  }

  /** The rows of a table; not to be changed. @param {string} name @returns {RawRow[]} */
  rows(name) {
    let rows = this.#rows.get(name);
    if (!rows) {
      const shown = this.#decoder.table(name);
      rows = Array.from(shown.ids(), (id) => rawRow(shown, id));
      this.#rows.set(name, rows);
    }
    return rows;
  }

  /** The id that views give a row of {@link rows}. @param {string} name @param {number} index @returns {number} */
  idOf(name, index) {
    return [...this.#decoder.table(name).ids()][index];
  }

  /** The frame at which a row of {@link rows} was first shown: ids are given to other rows later. */
  sinceOf(name, index) {
    return this.#decoder.table(name).sinceFrame(this.idOf(name, index));
  }

  /** The only row of a single table. @param {string} name @returns {RawRow} */
  single(name) {
    return this.rows(name)[0];
  }

  /**
   * Something happens by the player's own doing, which the server will show as well: shown at once, and not again when
   * the server shows it. Only the fields that are given here are compared with the server's.
   *
   * @param {string} name of the layout's effect
   * @param {Record<string, any>} fields values for people, as in `onEffect`
   */
  emit(name, fields) {
    this.#emit(name, fields);
  }
}

/** @param {import('./view-decoder.js').ViewTable} shown @param {number} id @returns {RawRow} */
function rawRow(shown, id) {
  const { values, access } = shown.shown(id).newest();
  const row = {};
  for (const column of shown.table.shownColumns) {
    row[column.name] = column.isShown(access) ? values[column.index] : undefined;
  }
  return row;
}
