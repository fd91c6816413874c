/** The page's colours on the canvas; those of the page around it stand in style.css. */
export const COLOURS = Object.freeze({
  outside: '#0a0d12',
  floor: '#141a23',
  floorLine: 'rgb(255 255 255 / 2.6%)',
  wall: '#364254',
  wallEdge: '#56667d',
  wallSide: '#1f2834',
  shadow: 'rgb(0 0 0 / 32%)',
  unseen: 'rgb(6 9 13 / 52%)',
  text: '#dbe3ed',
  muted: '#8491a3',
  own: '#5eead4',
  ghost: 'rgb(251 191 36 / 80%)',
  health: '#34d399',
  healthLow: '#f87171',
  healthBack: 'rgb(5 8 12 / 70%)',
  pickup: '#86efac',
  flash: '#ffffff',
  muzzle: '#ffe9b0',
});

const TEAMS = [
  '#f87171', '#fbbf24', '#a78bfa', '#60a5fa', '#f472b6', '#a3e635', '#fb923c', '#e879f9', '#94a3f8', '#facc9e',
];

/** The colour of a team: one's own is always the same. */
export function teamColour(team, ownTeam) {
  return team === ownTeam ? COLOURS.own : TEAMS[((team % TEAMS.length) + TEAMS.length) % TEAMS.length];
}
