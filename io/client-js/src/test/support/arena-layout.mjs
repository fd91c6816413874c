// The demo arena's layout as far as the page reads it.

const slot = (name) => ({ name, type: 'int8', min: -1, max: 9 });
const int = (name, type, min, max, more = {}) => ({ name, type, min, max, ...more });
const fixed = (name, max, more = {}) => ({ name, type: 'fixed', min: 0, max: max * 65536, ...more });
const frame = (name, more = {}) => int(name, 'int32', 0, 2147483647, more);
const owner = { visible: 'owner' };
const predicted = { predicted: true };

export default JSON.stringify({
  game: 'arena', logicVersion: 1, seats: 10,
  tables: [
    { name: 'round', capacity: 1, single: true, columns: [
      int('phase', 'int8', 0, 2), int('number', 'int16', 0, 30000), frame('endsFrame'), slot('winner'),
      slot('winnerTeam'), int('winnerScore', 'int16', 0, 9999), int('hz', 'int16', 1, 1000), { name: 'fog', type: 'bool' } ] },
    { name: 'players', capacity: 10, owner: 'seat', team: 'team', columns: [
      int('seat', 'int8', -1, 9), int('team', 'int8', 0, 9), slot('slot'), { name: 'alive', type: 'bool' },
      int('hp', 'int8', 0, 100), int('aim', 'int16', 0, 4095, predicted),
      fixed('x', 64, { dropBits: 6, ...predicted }), fixed('y', 40, { dropBits: 6, ...predicted }),
      int('vx', 'fixed', -1310720, 1310720, { dropBits: 6, ...owner, ...predicted }),
      int('vy', 'fixed', -1310720, 1310720, { dropBits: 6, ...owner, ...predicted }),
      int('dash', 'int16', 0, 2000, { ...owner, ...predicted }), int('ammo', 'int8', 0, 12, owner), frame('readyFrame', owner), frame('respawnFrame', owner) ] },
    { name: 'roster', capacity: 10, columns: [
      slot('slot'), int('team', 'int8', 0, 9), { name: 'bot', type: 'bool' }, { name: 'ready', type: 'bool' },
      int('score', 'int16', 0, 9999), int('deaths', 'int16', 0, 9999), { name: 'name', type: 'bytes', length: 16, text: true } ] },
    { name: 'projectiles', capacity: 50, columns: [
      int('team', 'int8', 0, 9), int('angle', 'int16', 0, 4095), fixed('x', 64, { dropBits: 10 }), fixed('y', 40, { dropBits: 10 }) ] },
    { name: 'pickups', capacity: 8, columns: [
      int('kind', 'int8', 0, 1), { name: 'active', type: 'bool' }, int('x', 'int8', 0, 64), int('y', 'int8', 0, 40), frame('respawnFrame') ] },
    { name: 'walls', capacity: 30, columns: ['x', 'y', 'w', 'h'].map((name) => int(name, 'int8', 0, 64)) },
  ],
  input: [
    int('moveX', 'int8', -127, 127), int('moveY', 'int8', -127, 127), int('aim', 'int32', 0, 65535),
    { name: 'fire', type: 'bool' }, { name: 'dash', type: 'bool', missing: 'zero', merge: 'or' } ],
  join: [{ name: 'name', type: 'bytes', length: 16, text: true }], rules: [int('bots', 'int8', 0, 10), int('scoreLimit', 'int8', 1, 100)], result: [],
  commands: [{ name: 'ready', fields: [] }, { name: 'taunt', fields: [int('kind', 'int8', 0, 3)] }],
  effects: [
    { name: 'shot', class: 'momentary', fields: [slot('slot')] },
    { name: 'hit', class: 'momentary', fields: [slot('slot'), int('damage', 'int8', 0, 100), int('angle', 'int16', 0, 4095)] },
    { name: 'kill', class: 'sure', fields: [slot('killer'), slot('victim')] },
    { name: 'pickup', class: 'momentary', fields: [slot('slot'), int('kind', 'int8', 0, 1)] },
    { name: 'roundOver', class: 'sure', fields: [slot('winner'), slot('team'), int('score', 'int16', 0, 9999)] },
    { name: 'taunt', class: 'momentary', fields: [slot('slot'), int('kind', 'int8', 0, 3)] } ],
});
