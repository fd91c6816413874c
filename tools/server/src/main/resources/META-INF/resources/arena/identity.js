/** What the address and this browser say about who joins where. */

/** Bytes of the arena's only join field, a name. The layout comes with the answer to the join, too late to ask it. */
const ARENA_NAME_BYTES = 16;

const FIRST = ['Brisk', 'Calm', 'Clever', 'Lucky', 'Mellow', 'Nimble', 'Quiet', 'Sunny', 'Swift', 'Witty'];
const SECOND = ['Badger', 'Falcon', 'Heron', 'Lynx', 'Marten', 'Otter', 'Panda', 'Raven', 'Tiger', 'Wren'];

const NAME_KEY = 'ringside.name';

export function readIdentity() {
  const query = new URLSearchParams(window.location.search);
  const name = query.get('name') || stored(localStorage, NAME_KEY) || `${pick(FIRST)} ${pick(SECOND)}`;
  if (!query.get('name')) store(localStorage, NAME_KEY, name);
  const match = Number.parseInt(query.get('match') ?? '0', 10);
  return {
    name,
    match: Number.isInteger(match) && match > 0 ? match : 0,
    token: query.get('token') ?? '',
    spectate: query.get('spectate') === '1',
    game: query.get('game') ?? 'arena',
    showsPanel: query.get('panel') === '1',
    urls: (query.get('servers') ?? playUrl(window.location)).split(','),
  };
}

function playUrl(location) {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/play`;
}

/** The arena's join record: the name, cut at a character's boundary. */
export function arenaJoin(name) {
  const record = new Uint8Array(ARENA_NAME_BYTES);
  const encoder = new TextEncoder();
  let length = 0;
  for (const character of name) {
    const bytes = encoder.encode(character);
    if (length + bytes.length > ARENA_NAME_BYTES) break;
    record.set(bytes, length);
    length += bytes.length;
  }
  return record;
}

/** The session of this tab, for going on after a reload; a copied tab joins anew. */
export const session = {
  read(match) {
    const isReload = performance.getEntriesByType('navigation')[0]?.type === 'reload';
    const text = stored(sessionStorage, `ringside.session.${match}`);
    return isReload && text ? JSON.parse(text) : null;
  },
  write(match, value) {
    store(sessionStorage, `ringside.session.${match}`, value === null ? '' : JSON.stringify(value));
  },
};

// A browser that forbids storage plays as well.
function stored(storage, key) {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function store(storage, key, value) {
  try {
    storage.setItem(key, value);
  } catch {
    // Nothing is kept.
  }
}

const pick = (list) => list[Math.floor(Math.random() * list.length)];
