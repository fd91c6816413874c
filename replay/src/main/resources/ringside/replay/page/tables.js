// The state by name, for any game: changed cells are marked, and what a player who looks is not shown is dimmed.
//
// For tests: `[data-table]` is a table's section, `tr[data-row]` a row by its number, `td[data-column]` a value; `changed` and
// `unseen` are classes of cells.

import { rowIndex } from './frame.js';
import { byId, element, value } from './format.js';

/** Tables with more rows than this begin folded. */
const MOST_OPEN_ROWS = 40;

export class Tables {
  #root = byId('state');
  #sections = new Map();

  /**
   * @param {import('./frame.js').Frame} frame
   * @param {import('./frame.js').Frame | undefined} before what changes are told against
   * @param {number} seat of the player who looks; -1 for nobody
   */
  show(frame, before, seat) {
    const names = new Set(frame.tables.map((table) => table.name));
    for (const [name, shown] of this.#sections) {
      if (!names.has(name)) {
        shown.section.remove();
        this.#sections.delete(name);
      }
    }
    for (const table of frame.tables) this.#fill(this.#section(table), frame, before, seat);
  }

  #section(table) {
    let shown = this.#sections.get(table.name);
    if (!shown) {
      const head = table.columns.map((column) =>
        element('th', { textContent: column.name, title: describe(column), className: column.isText ? 'text' : '', scope: 'col' }));
      const body = element('tbody');
      const count = element('small');
      const changed = element('small', { className: 'changed' });
      const section = element('details', { open: table.capacity <= MOST_OPEN_ROWS && !table.name.startsWith('$') }, [
        element('summary', {}, [table.name, count, changed]),
        element('div', { className: 'scroll' }, [
          element('table', {}, [element('thead', {}, [element('tr', {}, [element('th', { textContent: 'row', scope: 'col' }), ...head])]), body]),
        ]),
      ]);
      section.dataset.table = table.name;
      shown = { table, section, body, count, changed, lines: new Map() };
      section.addEventListener('toggle', () => this.onToggle?.());
      this.#sections.set(table.name, shown);
      this.#root.append(section);
    }
    return shown;
  }

  #fill({ table, section, body, count, changed, lines }, frame, before, seat) {
    const rows = frame.rows(table.name);
    const earlier = before?.rows(table.name);
    let changes = 0;
    const wanted = new Map();
    for (const [handle, row] of rows) {
      const was = earlier?.get(handle);
      const columns = earlier ? table.columns.filter((column) => !was || was[column.name] !== row[column.name]) : [];
      changes += columns.length > 0 ? 1 : 0;
      wanted.set(handle, { row, changed: new Set(columns), isBorn: earlier !== undefined && !was });
    }
    for (const [handle, row] of earlier ?? []) {
      if (!rows.has(handle)) {
        changes++;
        wanted.set(handle, { row, changed: new Set(), isGone: true });
      }
    }
    count.textContent = table.isSingle ? '' : `${rows.size} of ${table.capacity}`;
    changed.textContent = changes === 0 || table.isSingle ? '' : `${changes} changed`;
    section.classList.toggle('has-change', changes > 0);
    if (!section.open) return;
    for (const [handle, line] of lines) {
      if (!wanted.has(handle)) {
        line.row.remove();
        lines.delete(handle);
      }
    }
    let after = null;
    for (const handle of [...wanted.keys()].sort((a, b) => rowIndex(b) - rowIndex(a) || b - a)) {
      let line = lines.get(handle);
      if (!line) {
        line = makeLine(table, handle);
        lines.set(handle, line);
        body.insertBefore(line.row, after);
      }
      after = line.row;
      fillLine(line, wanted.get(handle), frame, table, seat);
    }
  }
}

function makeLine(table, handle) {
  const row = element('tr', {}, [element('th', { textContent: rowIndex(handle), scope: 'row' })]);
  row.dataset.row = rowIndex(handle);
  const cells = table.columns.map((column) => {
    const cell = element('td', { className: column.isText ? 'text' : '' });
    cell.dataset.column = column.name;
    row.append(cell);
    return { column, cell, text: null };
  });
  return { row, cells };
}

function fillLine({ row, cells }, wish, frame, table, seat) {
  const { classList } = row;
  classList.toggle('own', seat >= 0 && table.owner !== undefined && wish.row[table.owner] === seat);
  classList.toggle('born', wish.isBorn === true);
  classList.toggle('gone', wish.isGone === true);
  classList.toggle('has-change', wish.changed.size > 0 || wish.isGone === true);
  for (const one of cells) {
    const text = value(one.column, wish.row[one.column.name]);
    if (one.text !== text) {
      one.text = text;
      one.cell.textContent = text;
    }
    one.cell.classList.toggle('changed', wish.changed.has(one.column));
    one.cell.classList.toggle('unseen', !frame.isShown(table, wish.row, one.column));
  }
}

function describe(column) {
  const scale = column.type === 'fixed' ? 65536 : 1;
  const range = ['bytes', 'bool', 'ref'].includes(column.type)
    ? '' : `, ${Number(column.min) / scale} to ${Number(column.max) / scale}`;
  return `${column.type}${range}, shown to ${column.visible}`;
}
