import { Layout } from '/client/layout.js';
import { Dispute } from './dispute.js';
import { byId, count, element, speedText, time } from './format.js';
import { Lanes } from './lanes.js';
import { readLink, writeLink } from './link.js';
import { Log } from './log.js';
import { Marks } from './marks.js';
import { Player, SPEEDS } from './player.js';
import * as api from './recording.js';
import { Stage } from './stage.js';
import { Tables } from './tables.js';
import { Tape, stepOf } from './tape.js';
import { Timeline } from './timeline.js';

const SURVEY_MS = 200;
const LINK_MS = 400;

/** The newest picture that waits for frames makes no frame jump by more than this. */
const LONGEST_PAUSE_MS = 100;

function trouble(title, text, canClose = false) {
  byId('trouble').hidden = false;
  byId('trouble-title').textContent = title;
  byId('trouble-text').textContent = text;
  byId('trouble-close').hidden = !canClose;
}

byId('trouble-close').addEventListener('click', () => { byId('trouble').hidden = true; });

/** All that the page is, once it knows what recording it shows. */
class Page {
  /** @param {any} info */
  constructor(info) {
    const fail = (error) => trouble('Something went wrong', error.message, true);
    this.info = info;
    this.layout = new Layout(info.layout);
    this.player = new Player(info);
    this.camera = 0;
    this.stays = [];
    this.tape = new Tape(info, this.layout, fail);
    this.marks = new Marks();
    this.timeline = new Timeline(info, this.marks, (frame) => this.seek(frame));
    this.lanes = new Lanes(info, this.layout, (frame) => this.seek(frame), fail);
    this.lanes.onRead = () => { this.isStale = true; };
    this.log = new Log(info, this.marks, (frame) => this.seek(frame), fail);
    this.dispute = new Dispute(info, this.layout, fail);
    this.tables = new Tables();
    this.tables.onToggle = () => { this.isStale = true; };
    this.fail = fail;
    this.isStale = true;
    this.shown = null;
    this.lastMs = 0;
    this.linkedMs = 0;
    this.head();
    this.controls();
  }

  head() {
    const { info } = this;
    byId('title').textContent = `${info.game} · match ${info.match}`;
    document.title = `${info.name} · Ringside replay`;
    const builds = info.builds.join(', ');
    byId('about').textContent = `${info.name} · ${info.fileHash} · logic ${info.logicVersion} · build ${builds}`;
    byId('about').title = `server ${info.server}, engine ${info.engine}, ${count(info.bytes)} bytes, ${count(info.events)} events`;
    byId('notes').hidden = info.notes.length === 0;
    byId('notes').textContent = info.notes.join(' · ');
    byId('notes').title = info.notes.join('\n');
    byId('last-frame').textContent = `of ${count(info.lastFrame)}`;
  }

  controls() {
    const on = (id, listener) => byId(id).addEventListener('click', listener);
    on('play', () => this.play());
    on('step-back', () => this.step(-1));
    on('step-on', () => this.step(1));
    on('to-start', () => this.seek(this.info.firstFrame));
    on('to-end', () => this.seek(this.info.lastFrame));
    on('mark-back', () => this.toMark(-1));
    on('mark-on', () => this.toMark(1));
    on('copy-link', () => this.copyLink());
    on('dispute-toggle', () => this.disputes());
    on('help-toggle', () => this.help());
    on('tab-state', () => this.tab('state'));
    on('tab-log', () => this.tab('log'));
    on('proof', () => { if (this.proof?.divergence) this.seek(this.proof.divergence.frame); });
    byId('tabs').addEventListener('keydown', (event) => {
      if (event.code !== 'ArrowLeft' && event.code !== 'ArrowRight') return;
      this.tab(byId('log').hidden ? 'log' : 'state', true);
      event.stopPropagation();
    });
    byId('speed').append(...SPEEDS.map((speed) => element('option', { value: speed, textContent: speedText(speed) })));
    byId('speed').value = String(this.player.speed);
    byId('speed').addEventListener('change', (event) => this.setSpeed(Number(event.target.value)));
    byId('camera').addEventListener('change', (event) => this.look(Number(event.target.value)));
    byId('engine').addEventListener('change', () => this.look(this.camera));
    byId('changes').addEventListener('change', (event) => document.body.classList.toggle('changes-only', event.target.checked));
    byId('frame').addEventListener('change', (event) => {
      const wanted = Number(event.target.value.replace(/[^\d]/g, ''));
      if (event.target.value.trim() !== '') this.seek(wanted);
      event.target.blur();
      this.isStale = true;
    });
    addEventListener('resize', () => { this.isStale = true; });
    addEventListener('hashchange', () => this.follow());
    addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input[type="text"], select')) return;
      if (this.key(event)) event.preventDefault();
    });
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it meant something */
  key(event) {
    const second = this.info.hz;
    const isButton = event.target.matches('button, summary, a, input');
    switch (event.code) {
      case 'Space': if (isButton) return false; this.play(); break;
      case 'ArrowLeft': this.step(event.shiftKey ? -second : -1); break;
      case 'ArrowRight': this.step(event.shiftKey ? second : 1); break;
      case 'PageUp': this.step(-10 * second); break;
      case 'PageDown': this.step(10 * second); break;
      case 'Home': this.seek(this.info.firstFrame); break;
      case 'End': this.seek(this.info.lastFrame); break;
      case 'Comma': this.toMark(-1); break;
      case 'Period': this.toMark(1); break;
      case 'BracketLeft': this.setSpeed(null, -1); break;
      case 'BracketRight': this.setSpeed(null, 1); break;
      case 'KeyS': this.tab('state'); break;
      case 'KeyG': this.tab('log'); break;
      case 'KeyL': this.copyLink(); break;
      case 'KeyD': this.disputes(); break;
      case 'Escape': this.help(false); break;
      default:
        if (event.key === '?') this.help();
        else if (/^Digit\d$/.test(event.code) && !event.shiftKey) this.lookAtNumber(Number(event.code[5]));
        else return false;
    }
    return true;
  }

  // ---- where one is

  play(isPlaying = !this.player.isPlaying) {
    if (isPlaying && this.player.frame >= this.info.lastFrame) this.player.seek(this.info.firstFrame);
    if (!isPlaying) this.player.seek(this.player.frame);
    this.player.isPlaying = isPlaying;
    document.body.classList.toggle('playing', isPlaying);
    byId('play').setAttribute('aria-label', isPlaying ? 'Pause' : 'Play');
    this.isStale = true;
  }

  seek(frame) {
    this.player.seek(frame);
    this.isStale = true;
  }

  step(frames) {
    this.play(false);
    this.seek(this.player.frame + frames);
  }

  toMark(way) {
    const at = this.marks.next(this.player.frame, way);
    if (at !== undefined) this.seek(at);
  }

  setSpeed(speed, way = 0) {
    if (way !== 0) this.player.faster(way);
    else this.player.speed = speed;
    byId('speed').value = String(this.player.speed);
  }

  // ---- who looks

  look(player) {
    this.camera = player;
    this.tape.look(player, byId('engine').checked);
    byId('camera').value = String(player);
    this.stage?.clear();
    this.isStale = true;
  }

  /** The player of that place among those who are here; 0 for everything. */
  lookAtNumber(number) {
    const here = this.present();
    if (number === 0) this.look(0);
    else if (here[number - 1]) this.look(here[number - 1].player);
  }

  present() {
    const { frame } = this.player;
    return this.stays.filter((stay) => stay.from <= frame && (stay.to < 0 || stay.to >= frame)).sort((a, b) => a.seat - b.seat);
  }

  nameOf(player) {
    const stay = this.stays.find((one) => one.player === player);
    return stay?.name || `player ${player}`;
  }

  fillCameras() {
    const select = byId('camera');
    const wanted = [{ player: 0, text: 'everything' }, ...this.stays.map((stay) => ({
      player: stay.player, text: `${stay.player} · ${stay.name || `seat ${stay.seat}`}`,
    }))];
    if (this.camera !== 0 && !wanted.some((one) => one.player === this.camera)) {
      wanted.push({ player: this.camera, text: `${this.camera} · not seen yet` });
    }
    const key = JSON.stringify(wanted);
    if (select.dataset.key === key) return;
    select.dataset.key = key;
    select.replaceChildren(...wanted.map((one) => element('option', { value: one.player, textContent: one.text })));
    select.value = String(this.camera);
  }

  /** Opens or closes what a player may dispute of the frame that is shown. */
  disputes() {
    this.dispute.toggle();
    document.body.classList.toggle('disputing', this.dispute.isOpen);
    this.isStale = true;
  }

  // ---- links

  link() {
    const { info } = this;
    return writeLink({ file: info.fileHash, match: info.match, frame: this.player.frame, player: this.camera });
  }

  /** Goes where the address says, if it is about this recording. */
  follow() {
    const link = readLink(location.hash);
    this.address = location.hash;
    if (location.hash === this.link()) return;
    if (link.file !== '' && link.file !== this.info.fileHash) {
      trouble('This link is about another file',
        `It names the file ${link.file}; this page shows ${this.info.fileHash} (${this.info.name}). `
        + `Where that file is, \`ringside replay open FOLDER --link '${location.hash}'\` opens it at the same place.`, true);
      return;
    }
    if (link.player !== this.camera) this.look(link.player);
    if (link.frame !== undefined) this.seek(link.frame);
  }

  async copyLink() {
    const button = byId('copy-link');
    try {
      await navigator.clipboard.writeText(location.origin + '/' + this.link());
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'In the address bar';
    }
    setTimeout(() => { button.textContent = 'Copy link'; }, 1200);
  }

  help(isShown = byId('help').hidden) {
    byId('help').hidden = !isShown;
    byId('help-toggle').setAttribute('aria-expanded', String(isShown));
  }

  tab(name, hasFocus = false) {
    for (const each of ['state', 'log']) {
      const isIt = each === name;
      byId(each).hidden = !isIt;
      byId(`tab-${each}`).setAttribute('aria-selected', String(isIt));
      byId(`tab-${each}`).tabIndex = isIt ? 0 : -1;
      if (isIt && hasFocus) byId(`tab-${each}`).focus();
    }
    this.isStale = true;
  }

  // ---- what the server finds out

  async watchSurvey() {
    for (;;) {
      const answer = await api.survey(this.marks.told);
      this.proof = answer;
      this.stays = answer.stays;
      this.marks.add(answer, (answer.frame - this.info.firstFrame) / this.info.hz);
      this.timeline.proof = answer;
      this.lanes.stays = answer.stays;
      this.showProof(answer);
      this.marks.showKinds(() => { this.isStale = true; });
      byId('unlisted').hidden = answer.unlisted === 0;
      byId('unlisted').textContent = `${count(answer.unlisted)} more without a mark`;
      this.fillCameras();
      this.isStale = true;
      if (answer.done && answer.told === answer.known) return;
      await new Promise((done) => { setTimeout(done, answer.told < answer.known ? 0 : SURVEY_MS); });
    }
  }

  showProof(answer) {
    const { info } = this;
    const chip = byId('proof');
    const text = byId('proof-text');
    const part = (answer.comparedTo - info.firstFrame + 1) / (info.lastFrame - info.firstFrame + 1);
    chip.title = `${count(answer.framesUnhashed)} frames without a recorded hash`;
    if (answer.problem) {
      chip.dataset.state = 'bad';
      text.textContent = `replay stopped after frame ${count(answer.frame)}`;
      chip.title = answer.problem;
    } else if (answer.divergence) {
      chip.dataset.state = 'bad';
      text.textContent = `diverged at frame ${count(answer.divergence.frame)}`;
      chip.title = `recorded ${answer.divergence.recorded}, replayed ${answer.divergence.replayed}`;
    } else if (!answer.done) {
      chip.dataset.state = 'running';
      text.textContent = `verifying ${Math.floor(part * 100)} %`;
    } else {
      chip.dataset.state = 'good';
      text.textContent = `${count(answer.framesVerified)} frames verified`;
    }
  }

  // ---- pictures

  async start() {
    this.stage = await Stage.of(this.info, this.layout);
    document.body.classList.toggle('bare', !this.stage.draws);
    this.follow();
    this.watchSurvey().catch(this.fail);
    requestAnimationFrame((nowMs) => this.picture(nowMs));
  }

  picture(nowMs) {
    requestAnimationFrame((later) => this.picture(later));
    const elapsedMs = Math.min(LONGEST_PAUSE_MS, nowMs - this.lastMs);
    this.lastMs = nowMs;
    const { player } = this;
    const step = stepOf(player.speed);
    if (player.isPlaying) {
      this.tape.ahead(this.onStep(player.frame, step), step);
      const next = player.after(elapsedMs);
      if (this.at(next, step)) player.position = next;
      if (player.frame >= this.info.lastFrame) this.play(false);
    }
    const frame = this.at(player.position, step);
    if (player.isPlaying ? !frame : !this.tape.isWhole(player.frame)) this.reach(player.frame);
    if (frame && (this.isStale || frame !== this.shown)) this.show(frame, nowMs);
    if (this.shown) this.stage.draw(this.shown, this.after(player.position, step), player, this.camera, nowMs, elapsedMs);
    this.keepLink(nowMs);
  }

  /** While it plays fast, frames in between are never asked for. */
  onStep(frame, step) {
    return step === 1 ? frame : Math.min(this.info.lastFrame, frame - (frame % step));
  }

  at(position, step) {
    const frame = Math.floor(position);
    return (this.player.isPlaying ? this.tape.at(this.onStep(frame, step)) : undefined) ?? this.tape.at(frame);
  }

  after(position, step) {
    return this.player.isPlaying && step === 1 ? this.tape.at(Math.floor(position) + 1) : undefined;
  }

  reach(frame) {
    if (this.reaching === frame) return;
    this.reaching = frame;
    this.tape.reach(frame).then(() => { this.isStale = true; }, this.fail)
      .finally(() => { if (this.reaching === frame) this.reaching = undefined; });
  }

  show(frame, nowMs) {
    const { player, shown } = this;
    const step = player.isPlaying ? stepOf(player.speed) : 1;
    this.isStale = false;
    const isNext = shown && frame.frame > shown.frame && frame.frame - shown.frame <= 2 * step;
    if (shown && frame !== shown && !isNext) this.stage.clear();
    if (isNext) this.stage.effects(frame, this.camera, nowMs);
    this.shown = frame;
    const { hz } = this.info;
    byId('clock').textContent = time(frame.frame, hz);
    if (document.activeElement !== byId('frame')) byId('frame').value = String(frame.frame);
    document.body.dataset.frame = String(frame.frame);
    document.body.dataset.hash = frame.hash;
    this.showEyes(frame);
    const seat = this.camera > 0 && frame.isSeated ? (this.camera - 1) % this.layout.seats : -1;
    if (!byId('state').hidden) this.tables.show(frame, this.tape.at(frame.frame - step), seat);
    this.log.show(frame.frame, (one) => this.nameOf(one));
    this.timeline.draw(frame.frame);
    this.lanes.draw(frame.frame, this.camera);
    if (!player.isPlaying) this.dispute.show(frame.frame, this.camera);
  }

  showEyes(frame) {
    const eyes = byId('eyes');
    const isAbsent = this.camera > 0 && !frame.isSeated;
    eyes.dataset.state = isAbsent ? 'absent' : '';
    eyes.textContent = this.camera === 0 ? ''
      : isAbsent ? `${this.nameOf(this.camera)} has no seat in this frame` : `as ${this.nameOf(this.camera)} may have seen it`;
  }

  /** The address always says where one is, so that a reload stays there. */
  keepLink(nowMs) {
    const link = this.link();
    // Another address than the last that was read or written is one to follow: its event is still to come.
    if (nowMs - this.linkedMs < LINK_MS || location.hash === link || location.hash !== this.address || !this.shown) return;
    this.linkedMs = nowMs;
    this.address = link;
    history.replaceState(null, '', link);
  }
}

try {
  const page = new Page(await api.recording());
  await page.start();
  /** For tests and the curious. */
  window.replay = page;
} catch (error) {
  trouble('This recording cannot be shown', error.message);
}
