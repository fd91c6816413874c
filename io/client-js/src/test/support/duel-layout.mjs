// A small game for tests: two tables and every kind of value that matters here.

const text = JSON.stringify({
  game: 'duel', logicVersion: 1, seats: 2,
  tables: [
    { name: 'players', capacity: 4, owner: 'seat', columns: [
      { name: 'seat', type: 'int8', min: -1, max: 3 },
      { name: 'x', type: 'fixed', min: 0, max: 4194304, dropBits: 6 },
      { name: 'aim', type: 'int16', min: 0, max: 4095 },
      { name: 'alive', type: 'bool' },
      { name: 'ammo', type: 'int8', min: 0, max: 12, visible: 'owner' },
      { name: 'name', type: 'bytes', length: 16, text: true } ] },
    { name: 'walls', capacity: 8, columns: [{ name: 'x', type: 'int8', min: 0, max: 64 }] },
    { name: '$seats', capacity: 2, columns: [{ name: 'x', type: 'int8', min: 0, max: 64 }] },
  ],
  input: [
    { name: 'moveX', type: 'int8', min: -127, max: 127 },
    { name: 'dash', type: 'bool', missing: 'zero', merge: 'or' } ],
  join: [], rules: [], result: [],
  commands: [{ name: 'ready', fields: [] }, { name: 'taunt', fields: [{ name: 'kind', type: 'int8', min: 0, max: 3 }] }],
  effects: [
    { name: 'kill', class: 'sure', fields: [{ name: 'victim', type: 'int8', min: -1, max: 3 }] },
    { name: 'spark', class: 'momentary', fields: [{ name: 'x', type: 'fixed', min: 0, max: 4194304 }] } ],
});

export default text;
