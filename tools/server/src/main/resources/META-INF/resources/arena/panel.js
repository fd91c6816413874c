import { element } from './hud.js';

const MOST_EFFECTS = 60;
const CHANGED_MS = 350;

/** Tables with more rows than this begin folded. */
const MOST_OPEN_ROWS = 24;

/**
 * The state by name, as views show it: any game's, since tables and columns come from the layout in the handshake.
 *
 * For tests: `[data-table]` is a table's section, `tr[data-row]` a row by its id in views (`data-own` marks rows of
 * one's own seat), `td[data-column]` a value; values that one is not shown have the class `hidden`.
 */
export class Panel {
  #root;
  #client;
  #tables = new Map();
  #effects = element('ol', { id: 'effects' });
  #title = element('h2', { textContent: 'State' });
  #subtitle = element('span');
  #layoutText = '';

  /**
   * @param {HTMLElement} root
   * @param {import('/client/client.js').RingsideClient} client
   */
  constructor(root, client) {
    this.#root = root;
    this.#client = client;
    const close = element('button', { type: 'button', textContent: 'Close', title: 'Close (~)' });
    close.addEventListener('click', () => { root.hidden = true; });
    root.append(element('header', {}, [this.#title, this.#subtitle, close]));
  }

  get isOpen() {
    return !this.#root.hidden;
  }

  toggle() {
    this.#root.hidden = !this.#root.hidden;
  }

  /** @param {import('/client/client.js').Effect} effect */
  effect(effect) {
    const fields = Object.entries(effect.fields).map(([name, value]) => `${name} ${format(value)}`).join('  ');
    const line = element('li', { className: effect.sure ? 'sure' : '' }, [
      element('time', { textContent: effect.frame }),
      element('b', { textContent: effect.name }),
      element('span', { textContent: fields }),
    ]);
    line.dataset.effect = effect.name;
    this.#effects.prepend(line);
    while (this.#effects.children.length > MOST_EFFECTS) this.#effects.lastElementChild.remove();
  }

  update(nowMs) {
    const { view, game, welcome } = this.#client;
    if (!this.isOpen || !view) return;
    if (this.#layoutText !== game.layoutText) this.#build(game);
    this.#title.textContent = game.layout.game;
    this.#subtitle.textContent = `match ${welcome.match} · seat ${welcome.seat} · frame ${view.frame}`;
    for (const table of game.layout.shownTables) this.#fill(table, view.tables.get(table.name), welcome.seat, nowMs);
  }

  #build(game) {
    this.#layoutText = game.layoutText;
    this.#root.querySelectorAll('details').forEach((section) => section.remove());
    this.#tables.clear();
    for (const table of game.layout.shownTables) {
      const head = [element('th', { textContent: 'id' }), ...table.shownColumns.map((column) =>
        element('th', { textContent: column.name, title: describe(column), className: column.isText ? 'text' : '' }))];
      const body = element('tbody');
      const count = element('small');
      const section = element('details', { open: table.capacity <= MOST_OPEN_ROWS }, [
        element('summary', { textContent: table.name }, []),
        element('div', { className: 'scroll' }, [
          element('table', {}, [element('thead', {}, [element('tr', {}, head)]), body]),
        ]),
      ]);
      section.querySelector('summary').append(count);
      section.dataset.table = table.name;
      this.#tables.set(table.name, { section, body, count, rows: new Map() });
      this.#root.append(section);
    }
    const effects = element('details', { open: true }, [element('summary', { textContent: 'effects' }), this.#effects]);
    this.#root.append(effects);
  }

  #fill(table, rows, seat, nowMs) {
    const shown = this.#tables.get(table.name);
    shown.count.textContent = table.isSingle ? '' : `${rows.size} of ${table.capacity}`;
    if (!shown.section.open) return;
    for (const [id, line] of shown.rows) {
      if (!rows.has(id)) {
        line.row.remove();
        shown.rows.delete(id);
      }
    }
    for (const [id, row] of [...rows].sort((a, b) => a[0] - b[0])) {
      let line = shown.rows.get(id);
      if (!line) {
        line = makeLine(table, id);
        shown.rows.set(id, line);
        const after = [...shown.body.children].find((other) => Number(other.dataset.row) > id);
        shown.body.insertBefore(line.row, after ?? null);
      }
      line.row.dataset.own = String(table.owner !== undefined && row[table.owner] === seat);
      for (const cell of line.cells) fillCell(cell, row[cell.column.name], nowMs);
    }
  }
}

function makeLine(table, id) {
  const row = element('tr', {}, [element('td', { textContent: id })]);
  row.dataset.row = id;
  const cells = table.shownColumns.map((column) => {
    const cell = element('td', { className: column.isText ? 'text' : '' });
    cell.dataset.column = column.name;
    row.append(cell);
    return { column, cell, shown: null, changedMs: -Infinity };
  });
  return { row, cells };
}

function fillCell(one, value, nowMs) {
  const shown = one.column.type === 'fixed' && value !== undefined ? value.toFixed(3) : format(value);
  if (one.shown !== shown) {
    if (one.shown !== null) one.changedMs = nowMs;
    one.shown = shown;
    one.cell.textContent = shown;
    one.cell.classList.toggle('hidden', value === undefined);
  }
  one.cell.classList.toggle('changed', nowMs - one.changedMs < CHANGED_MS);
}

/** A value for people: decimals to a thousandth, a dash for what is not shown. */
function format(value) {
  if (value === undefined) return '–';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(3);
  return String(value);
}

function describe(column) {
  const scale = column.type === 'fixed' ? 65536 : 1;
  const range = column.type === 'bytes' || column.type === 'bool' || column.type === 'ref'
    ? '' : `, ${Number(column.min) / scale} to ${Number(column.max) / scale}`;
  return `${column.type}${range}, shown to ${column.visible}`;
}
