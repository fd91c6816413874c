// Small words: elements, times, values for people.

/** @param {Node[]} [children] */
export function element(name, properties = {}, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export const byId = (id) => document.getElementById(id);

/** Minutes, seconds and thousandths since the match began. */
export function time(frame, hz) {
  const ms = Math.round((frame * 1000) / hz);
  const pad = (value, width) => String(value).padStart(width, '0');
  const clock = `${pad(Math.floor(ms / 60_000) % 60, 2)}:${pad(Math.floor(ms / 1000) % 60, 2)}.${pad(ms % 1000, 3)}`;
  return ms >= 3_600_000 ? `${Math.floor(ms / 3_600_000)}:${clock}` : clock;
}

export const count = (value) => value.toLocaleString('en-US');

/** A speed as buttons have it. */
export const speedText = (speed) => (speed < 1 ? `1/${1 / speed}` : String(speed)) + '×';

/** A value of a column: decimals to a thousandth, references by the row that they name. */
export function value(column, given) {
  if (given === undefined) return '–';
  if (column.type === 'ref') return given === 0 ? 'none' : `${column.target}[${given & 0xffff}]`;
  if (column.type === 'bytes' && !column.isText) return shorter(given);
  if (typeof given === 'number') return Number.isInteger(given) && column.type !== 'fixed' ? String(given) : given.toFixed(3);
  return String(given);
}

/** Long runs of bytes are mostly zeros: what is there is said, and how much follows. */
function shorter(hex) {
  const used = hex.replace(/(00)+$/, '');
  if (used === '') return '0';
  return used.length > 24 ? `${used.slice(0, 24)}…` : used;
}

/** Fields by name, in one line; what is empty is left out. */
export const fields = (given) => Object.entries(given)
  .map(([name, one]) => [name, typeof one === 'string' && /^[0-9a-f]{40,}$/.test(one) ? shorter(one) : one])
  .filter(([, one]) => one !== '')
  .map(([name, one]) => `${name} ${one}`).join('  ');
