import { COLOURS } from './colours.js';

const RADIUS = 0.5;
const NAME_SIZE_PX = 12;
const TAUNTS = ['Ha!', 'Too slow', 'Come on!', 'Nice one'];

/** Bullets, the oldest part of their way faded. */
export function drawShots(context, scene) {
  context.save();
  context.lineCap = 'round';
  for (const shot of scene.shots) {
    const tailX = shot.x - Math.cos(shot.angle) * shot.tail;
    const tailY = shot.y - Math.sin(shot.angle) * shot.tail;
    const fade = context.createLinearGradient(tailX, tailY, shot.x, shot.y);
    fade.addColorStop(0, `${shot.colour}00`);
    fade.addColorStop(1, shot.colour);
    context.strokeStyle = fade;
    context.lineWidth = 0.16;
    line(context, tailX, tailY, shot.x, shot.y);
    context.strokeStyle = COLOURS.flash;
    context.lineWidth = 0.13;
    line(context, shot.x - Math.cos(shot.angle) * 0.22, shot.y - Math.sin(shot.angle) * 0.22, shot.x, shot.y);
  }
  context.restore();
}

/** Bodies and their weapons. */
export function drawBodies(context, scene) {
  for (const fighter of scene.fighters) {
    context.save();
    context.globalAlpha = fighter.opacity;
    context.translate(fighter.x, fighter.y);
    context.fillStyle = COLOURS.shadow;
    disc(context, 0.1, 0.15, RADIUS * 1.05);
    if (fighter.isOwn) drawOwnRing(context, scene.timeMs);
    context.rotate(fighter.angle);
    context.fillStyle = '#c9d3df';
    context.beginPath();
    context.roundRect(0.18, 0.1, 0.66 - fighter.recoil * 0.16, 0.19, 0.06);
    context.fill();
    drawBody(context, fighter);
    context.restore();
  }
}

/** Where the server's newest view has the own fighter: what prediction is ahead of. */
export function drawGhost(context, scene) {
  const { ownRow } = scene;
  if (!ownRow?.alive) return;
  context.save();
  context.translate(ownRow.x, ownRow.y);
  context.strokeStyle = COLOURS.ghost;
  context.lineWidth = 0.07;
  context.setLineDash([0.18, 0.14]);
  context.beginPath();
  context.arc(0, 0, RADIUS, 0, 2 * Math.PI);
  context.stroke();
  context.restore();
}

function drawBody(context, fighter) {
  context.fillStyle = fighter.colour;
  context.beginPath();
  context.moveTo(RADIUS * 1.16, 0);
  context.quadraticCurveTo(RADIUS * 0.95, -RADIUS * 0.62, RADIUS * 0.4, -RADIUS * 0.88);
  context.arc(0, 0, RADIUS * 0.97, -1.15, 1.15, true);
  context.quadraticCurveTo(RADIUS * 0.95, RADIUS * 0.62, RADIUS * 1.16, 0);
  context.fill();
  context.lineWidth = fighter.isOwn ? 0.09 : 0.06;
  context.strokeStyle = fighter.isOwn ? '#f2fffc' : 'rgb(8 11 16 / 55%)';
  context.stroke();
  context.fillStyle = 'rgb(8 11 16 / 38%)';
  disc(context, -0.05, 0, RADIUS * 0.46);
  if (fighter.flash > 0) {
    context.globalAlpha *= fighter.flash;
    context.fillStyle = COLOURS.flash;
    disc(context, 0, 0, RADIUS * 1.02);
  }
}

function drawOwnRing(context, timeMs) {
  context.strokeStyle = COLOURS.own;
  context.lineWidth = 0.05;
  context.save();
  context.globalAlpha *= 0.5 + 0.2 * Math.sin(timeMs / 300);
  context.beginPath();
  context.arc(0, 0, RADIUS * 1.62, 0, 2 * Math.PI);
  context.stroke();
  context.restore();
}

/** Names, health and taunts, upright and above everything else. */
export function drawLabels(context, scene, camera) {
  const pixel = camera.ratio / camera.scale;
  context.save();
  context.textAlign = 'center';
  context.lineJoin = 'round';
  for (const fighter of scene.fighters) {
    context.globalAlpha = fighter.opacity;
    const width = 46 * pixel;
    const top = fighter.y - RADIUS - 0.34;
    context.fillStyle = COLOURS.healthBack;
    bar(context, fighter.x - width / 2 - pixel, top - pixel, width + 2 * pixel, 6 * pixel);
    context.fillStyle = fighter.health < 0.35 ? COLOURS.healthLow : fighter.isOwn ? COLOURS.own : COLOURS.health;
    bar(context, fighter.x - width / 2, top, Math.max(0, width * fighter.health), 4 * pixel);
    label(context, fighter.name, fighter.x, top - 6 * pixel, NAME_SIZE_PX * pixel, fighter.isOwn ? 650 : 500);
    if (fighter.taunt >= 0) {
      label(context, TAUNTS[fighter.taunt] ?? '!', fighter.x, top - 26 * pixel, 16 * pixel, 700);
    }
  }
  context.restore();
}

function label(context, text, x, y, size, weight) {
  context.font = `${weight} ${size}px ui-sans-serif, system-ui, "Segoe UI", Roboto, sans-serif`;
  context.lineWidth = size / 4;
  context.strokeStyle = 'rgb(8 11 16 / 75%)';
  context.strokeText(text, x, y);
  context.fillStyle = COLOURS.text;
  context.fillText(text, x, y);
}

function bar(context, x, y, width, height) {
  context.beginPath();
  context.roundRect(x, y, width, height, height / 2);
  context.fill();
}

function disc(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function line(context, x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
