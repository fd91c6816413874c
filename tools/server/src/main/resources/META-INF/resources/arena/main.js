import { RingsideClient } from '/client/client.js';
import { PREDICTION } from './ahead.js';
import { Bookmark } from './bookmark.js';
import { Camera } from './camera.js';
import { COLOURS } from './colours.js';
import { Controls } from './controls.js';
import { drawBodies, drawGhost, drawLabels, drawShots } from './fighters.js';
import { drawGround, drawUnseen, drawWalls } from './ground.js';
import { Happenings } from './happenings.js';
import { Hud } from './hud.js';
import { arenaJoin, readIdentity, session } from './identity.js';
import { Lab, isRoomy } from './lab.js';
import { WorseNetwork } from './network.js';
import { Latency } from './latency.js';
import { Overlay } from './overlay.js';
import { Panel } from './panel.js';
import { Particles } from './particles.js';
import { Scene, canDraw } from './scene.js';

/** Text on the page changes so often; the canvas with every picture. */
const TEXT_MS = 100;

const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('view'));
const context = canvas.getContext('2d', { alpha: false });
const identity = readIdentity();

const network = new WorseNetwork();
const client = new RingsideClient(identity.urls, { connect: network.connect, pingMs: 250, prediction: PREDICTION });
const scene = new Scene(client);
const camera = new Camera();
const particles = new Particles();
const hud = new Hud(scene);
const happenings = new Happenings(scene, particles, hud);
const panel = new Panel(document.getElementById('panel'), client);
const lab = new Lab(client, network);
const latency = new Latency(client);
const overlay = new Overlay(client, join, identity.spectate);
const controls = new Controls(canvas, sendInput);
const bookmark = new Bookmark(client);

let isArena = true;
let aim = 0;
let fps = 0;
let lastMs = performance.now();
let lastTextMs = 0;

/** Joins as the arena's player; a server of another game is joined with that game's defaults, to show its state. */
async function join() {
  const wish = { match: identity.match, token: identity.token, spectate: identity.spectate };
  const asArena = { ...wish, game: identity.game, join: identity.game === 'arena' ? arenaJoin(identity.name) : undefined };
  const kept = session.read(identity.match);
  const reason = (error) => error.disconnection?.reason;
  try {
    await (kept ? client.resume(kept, asArena) : client.join(asArena));
  } catch (error) {
    if (reason(error) === 'UNKNOWN_GAME') client.join(wish).catch(() => {});
    else if (kept && reason(error) !== 'LEFT') client.join(asArena).catch(() => {});
  }
}

function sendInput() {
  if (isArena && client.status.state === 'playing') client.send(controls.take(aim));
}

client.onSession((kept) => session.write(identity.match, kept));

client.onStatus((status) => {
  overlay.show(status);
  if (status.state !== 'playing') return;
  isArena = canDraw(client.game.layout);
  document.body.classList.toggle('generic', !isArena);
  document.body.classList.toggle('watching', client.isSpectator);
  document.title = `Ringside · ${client.game.layout.game}`;
  if (!isArena && !panel.isOpen) panel.toggle();
  if (!client.welcome.resumed) scene.clear();
  sendInput();
});

client.onEffect((effect) => {
  panel.effect(effect);
  if (isArena) happenings.add(effect, performance.now());
});

client.onView((view) => {
  lab.onView(performance.now());
  document.body.dataset.frame = String(view.frame);
  const [own] = client.ownRows('players');
  for (const name of ['x', 'y', 'hp']) {
    if (own?.[name] !== undefined) document.body.dataset[`own${name[0].toUpperCase()}${name.slice(1)}`] = String(own[name]);
  }
});

/** Opens or closes the panel of the state; where both do not fit beside the picture, the network's makes room. */
function togglePanel() {
  panel.toggle();
  if (panel.isOpen && !isRoomy()) lab.isOpen = false;
}

function draw(nowMs) {
  requestAnimationFrame(draw);
  const elapsedMs = Math.min(100, nowMs - lastMs);
  lastMs = nowMs;
  if (elapsedMs > 0) fps += (1000 / elapsedMs - fps) * 0.08;
  if (isArena && client.view) {
    const ended = scene.update(nowMs, elapsedMs, aim);
    for (const shot of ended) particles.sparks(shot.x, shot.y, shot.angle + Math.PI, 1.6, 4, '#ffe9b0', 5);
    happenings.update(client.interpolation.time, nowMs, elapsedMs);
    look(elapsedMs);
    paint(elapsedMs);
    lab.draw(nowMs);
  } else {
    camera.resize(canvas);
    context.fillStyle = COLOURS.outside;
    context.fillRect(0, 0, canvas.width, canvas.height);
    if (client.isSpectator && client.status.state === 'playing') hud.waitForPicture();
  }
  if (nowMs - lastTextMs >= TEXT_MS) {
    lastTextMs = nowMs;
    if (isArena && client.view) {
      const stats = client.stats();
      hud.update(stats);
      lab.update(stats, fps, scene.round.fog === true);
    }
    overlay.update();
    panel.update(nowMs);
  }
}

/** Moves the camera, and turns the own fighter to the mouse as it is seen now. */
function look(elapsedMs) {
  camera.resize(canvas);
  const target = controls.mouse.isKnown ? camera.toArena(controls.mouse.x, controls.mouse.y) : null;
  const { own } = scene;
  if (own && target) {
    const angle = Math.atan2(target.y - own.y, target.x - own.x);
    if (angle !== aim) {
      aim = angle;
      sendInput();
    }
  }
  camera.update(own ? { x: own.x, y: own.y, aim: target ?? own } : lastPlace(), scene.map, elapsedMs);
}

/** Where the own fighter lies, while it waits to come back. */
function lastPlace() {
  const row = scene.ownRow;
  return row ? { x: row.x, y: row.y, aim: row } : null;
}

function paint(elapsedMs) {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = COLOURS.outside;
  context.fillRect(0, 0, canvas.width, canvas.height);
  camera.apply(context);
  drawGround(context, scene);
  drawUnseen(context, scene);
  drawShots(context, scene);
  if (lab.showsGhost) drawGhost(context, scene);
  drawBodies(context, scene);
  drawWalls(context, scene);
  particles.draw(context, elapsedMs);
  drawLabels(context, scene, camera);
  if (happenings.pain > 0) paintPain();
}

function paintPain() {
  context.setTransform(1, 0, 0, 1, 0, 0);
  const radius = Math.hypot(canvas.width, canvas.height) / 2;
  const edge = context.createRadialGradient(
    canvas.width / 2, canvas.height / 2, radius * 0.6, canvas.width / 2, canvas.height / 2, radius);
  edge.addColorStop(0, 'rgb(248 113 113 / 0%)');
  edge.addColorStop(1, `rgb(248 113 113 / ${(happenings.pain * 34).toFixed(0)}%)`);
  context.fillStyle = edge;
  context.fillRect(0, 0, canvas.width, canvas.height);
}

const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;

window.addEventListener('keydown', (event) => {
  if (event.code === 'Backquote' && isArena) togglePanel();
  else if (event.code === 'Tab') hud.isScoreWide = true;
  else if (event.code === 'KeyB' && !event.repeat && !hasModifier(event) && client.status.state === 'playing') bookmark.open();
  else if (event.code === 'KeyL' && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey) latency.isOpen = !latency.isOpen;
  else if (event.code === 'KeyM' && !event.repeat) camera.isFitting = !camera.isFitting;
  else if (!hasModifier(event) && !event.repeat && isArena && lab.key(event.code)) return;
  else return;
  event.preventDefault();
});
window.addEventListener('keyup', (event) => {
  if (event.code === 'Tab') hud.isScoreWide = false;
});
window.addEventListener('blur', () => { hud.isScoreWide = false; });
document.getElementById('panel-toggle').addEventListener('click', (event) => {
  togglePanel();
  event.currentTarget.blur();
});
for (const [index, code] of ['Digit1', 'Digit2', 'Digit3', 'Digit4'].entries()) {
  window.addEventListener('keydown', (event) => {
    if (event.code !== code || event.repeat || !isArena || client.status.state !== 'playing') return;
    client.command('taunt', { kind: index }).catch(() => {});
  });
}

if (identity.showsPanel) togglePanel();

/** For tests and the curious: what the page knows. */
window.ringside = {
  client,
  network,
  stats: () => ({ ...client.stats(), fps, own: client.ownRows('players')[0] ?? null, drawn: client.own(), fighters: scene.fighters.length,
    sight: client.sight }),
  state: () => (client.view ? Object.fromEntries([...client.view.tables].map(([name, rows]) =>
    [name, Object.fromEntries(rows)])) : null),
};

join();
requestAnimationFrame(draw);
