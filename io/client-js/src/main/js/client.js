import { Bookmarks } from './bookmarks.js';
import { Commands } from './commands.js';
import { Connection, State, webSocket } from './connection.js';
import { Game } from './game.js';
import { Inputs } from './inputs.js';
import { Interpolation } from './interpolation.js';
import { Prediction } from './prediction.js';
import { Statistics, measured } from './statistics.js';
import {
  Type, decodeBookmarked, decodeCommandApplied, decodePartHeader, decodePong, decodeRefused, encodeAcks, encodePing, encodeSight,
} from './messages.js';

/** A ping so often; a few sooner at first and when inputs miss their frames, to know the round trip. */
const PING_MS = 1000;
const LEAST_PING_MS = 200;
const SOON_PING_MS = 150;
const SOON_PINGS = 4;

/** No ping of ours is answered later. */
const MOST_ROUND_TRIP_MS = 60_000;

/** Nothing for so long, although pings are answered: the connection is dead. */
const SILENCE_MS = 5000;

/** Without a view for so long, other servers are asked for the seat, if there are any: more than a few frames of a slow match. */
const SUSPECT_MS = 150;
const SUSPECT_FRAMES = 3;

/** How often dead connections are looked for, and the input clock when it does not run. */
const IDLE_TICK_MS = 100;

/** What becomes of a bookmark whose answer did not come. */
const LOST = 'the connection broke before there was an answer';

/**
 * @typedef {object} View
 * @property {number} frame
 * @property {import('./interpolation.js').Tables} tables
 * @property {number} lastInput the last of our inputs that this frame consumed
 * @property {number} bufferDepth
 *
 * @typedef {object} Takeover
 * @property {bigint} epochBefore
 * @property {bigint} epoch
 * @property {number} frameBefore the newest frame that was shown before; -1 for none
 * @property {number} frame the newest frame of the match at the time of the answer
 * @property {boolean} isEarlier whether something was shown that did not come to be
 * @property {number} inputsSentAgain
 *
 * @typedef {object} Effect
 * @property {string} name
 * @property {number} frame in which it happened
 * @property {boolean} sure delivered exactly once and in order; else it may be lost
 * @property {boolean} predicted the player's own doing, shown before the server did; it is not shown again
 * @property {number} [inputSeq] of a predicted one: the input that it follows from
 * @property {Record<string, any>} fields
 */

/**
 * Plays in a match: joins, shows what the server shows, sends what the player does, and resumes by itself when the
 * connection breaks.
 *
 * ```js
 * const client = new RingsideClient('ws://localhost:8080/play');
 * client.onView((view) => draw(view.tables.get('players')));
 * client.onEffect((effect) => console.log(effect.name, effect.fields));
 * await client.join({ match: 1 });
 * client.send({ moveX: 127 });          // held until the next send
 * await client.command('taunt', { kind: 2 });
 * client.leave();
 * ```
 *
 * A game that gives its `predict` has the own player's row computed ahead: see {@link Prediction}, and ask {@link own}
 * where to draw it.
 */
export class RingsideClient {
  #connection;
  #clock;
  #listeners = { view: [], effect: [], status: [], session: [], takeover: [] };
  #joined = null;
  #acks = [];
  #inputs = null;
  #commands = null;
  #bookmarks = new Bookmarks();
  #tickTimer = 0;
  #lastMessageMs = 0;
  #lastShownMs = 0;
  /** The frame of the last sure effect that was told, and how many of that frame were. */
  #toldFrame = -1;
  #toldCount = 0;
  #nextPingMs = 0;
  #soonPings = 0;
  #pingedMs = 0;
  #interpolates = true;
  #pingMs;

  /** What the server said at the last join or resume; null before. */
  welcome = null;

  /** Whether this client only watches: it has no seat. */
  get isSpectator() {
    return this.welcome?.player === 0;
  }

  /** The layout and how to read and write by it; null before the first welcome. @type {Game | null} */
  game = null;

  /** The rules of the match by name; null before. @type {import('./interpolation.js').Row | null} */
  rules = null;

  /** The newest whole view. @type {View | null} */
  view = null;

  /** Other players' rows, a little in the past. @type {Interpolation | null} */
  interpolation = null;

  /** The own row, ahead of the server; null unless the game gave its `predict`. @type {Prediction | null} */
  prediction = null;

  statistics = new Statistics();

  /** What is shown: `own` what the game shows this player, `everything` all, `refused` as `own` since the server insists. */
  sight = 'own';

  /**
   * @param {string | string[]} urls the server's `/play`; several when any of them may serve the match
   * @param {object} [edges] clock, carrier and chance; the browser's own unless given
   * @param {import('./connection.js').Connect} [edges.connect]
   * @param {() => number} [edges.now] monotonic milliseconds
   * @param {(ms: number, run: () => void) => any} [edges.after]
   * @param {(timer: any) => void} [edges.cancel]
   * @param {() => number} [edges.random]
   * @param {number} [edges.pingMs] how often the round trip is measured: each second unless given, 200 ms at least
   * @param {import('./prediction.js').Predicted} [edges.prediction] how the own row is computed ahead
   */
  constructor(urls, edges = {}) {
    this.#clock = {
      now: edges.now ?? (() => performance.now()),
      after: edges.after ?? ((ms, run) => setTimeout(run, ms)),
      cancel: edges.cancel ?? ((timer) => clearTimeout(timer)),
      random: edges.random ?? Math.random,
    };
    this.#pingMs = Math.max(LEAST_PING_MS, edges.pingMs ?? PING_MS);
    if (edges.prediction) this.prediction = new Prediction(edges.prediction, (effect) => this.#tellEffect(effect));
    this.#connection = new Connection([urls].flat(), edges.connect ?? webSocket, this.#clock, {
      onWelcome: (welcome) => this.#welcomed(welcome),
      onMessage: (message) => this.#received(message),
      onStatus: (status) => this.#statusChanged(status),
      onSession: (session) => this.#listeners.session.forEach((listener) => listener(session)),
      told: () => ({
        nextSureEffect: this.game?.decoder.nextSureEffect ?? 0, lastSureFrame: this.#toldFrame, lastSureCount: this.#toldCount,
      }),
    });
  }

  /** @returns {import('./connection.js').Status} */
  get status() {
    return this.#connection.status;
  }

  /**
   * Takes a seat. Settles with the first WELCOME, or is rejected with the disconnection when the server refuses for
   * good; until then it keeps trying.
   *
   * @param {object} [wish]
   * @param {string} [wish.game] empty or absent: whatever the match plays
   * @param {number} [wish.match] 0 or absent: to be given one
   * @param {string} [wish.token]
   * @param {boolean} [wish.spectate] only to watch: no seat, nothing is sent for the match
   * @param {Uint8Array} [wish.join] the layout's join record; absent: its defaults
   * @param {string} [wish.client]
   */
  join(wish = {}) {
    return this.#open(wish, null);
  }

  /**
   * Goes on with a seat that an earlier page held; joins anew when it is no longer kept.
   *
   * @param {import('./connection.js').Session} session as {@link onSession} gave it
   * @param {object} [wish] as for {@link join}
   */
  resume(session, wish = {}) {
    return this.#open(wish, session);
  }

  #open(wish, session) {
    return new Promise((resolve, reject) => {
      this.#joined?.reject(new Error('joined anew'));
      this.#joined = { resolve, reject };
      this.#connection.open({ game: '', match: 0, ...wish }, session);
    });
  }

  /** Gives the seat up and ends the connection. */
  leave() {
    this.#connection.leave();
  }

  /**
   * What the player does from now on, by the names of the layout's input. Fields that are left out keep their values,
   * but for those that the layout does not repeat (a dash, a jump): they are sent once. Values are clamped.
   *
   * @param {Record<string, number | boolean>} fields
   */
  send(fields) {
    this.#inputs?.hold(fields);
  }

  /**
   * Sends a command; it is applied exactly once, in order, also over a resume.
   *
   * @param {string} name
   * @param {Record<string, any>} [fields]
   * @returns {Promise<void>} rejected with the refusal's reason
   */
  command(name, fields = {}) {
    if (!this.#commands) return Promise.reject(new Error('not joined'));
    if (this.isSpectator) return Promise.reject(new Error('who watches has no say'));
    const { id, record } = this.game.encodeCommand(name, fields);
    return this.#commands.add(id, record);
  }

  /**
   * Marks a moment in the recording, for whoever looks at it later: `replay find --bookmark`. The server takes one a second. Who
   * only watches may mark, too.
   *
   * @param {string} text 1 to 200 bytes of UTF-8 without control characters
   * @param {number} [frame] that is meant; that of the newest view unless given
   * @returns {Promise<number>} the frame that was marked; rejected with the refusal's reason, or when the connection breaks
   *     before there is an answer: then it is not known whether it was kept
   */
  bookmark(text, frame = this.view?.frame ?? -1) {
    if (this.status.state !== State.PLAYING) return Promise.reject(new Error('not joined'));
    return this.#bookmarks.add((message) => this.#send(message), frame, text);
  }

  /**
   * Asks the server to show what the game hides from this player as well, or no longer. Only servers in development do;
   * who only watches is shown what the game shows them, and has nothing to ask.
   *
   * @param {boolean} everything
   */
  showEverything(everything) {
    this.sight = everything ? 'everything' : 'own';
    if (!this.isSpectator) this.#send(encodeSight(everything));
  }

  /** Whether others are drawn between two frames, or where the newest view has them. */
  get interpolates() {
    return this.#interpolates;
  }

  set interpolates(isOn) {
    this.#interpolates = isOn;
    if (this.interpolation) this.interpolation.isOn = isOn;
  }

  /** @param {(view: View) => void} listener called for each whole view */
  onView(listener) {
    this.#listeners.view.push(listener);
  }

  /** @param {(effect: Effect) => void} listener called in order */
  onEffect(listener) {
    this.#listeners.effect.push(listener);
  }

  /** @param {(status: import('./connection.js').Status) => void} listener */
  onStatus(listener) {
    this.#listeners.status.push(listener);
  }

  /** @param {(session: import('./connection.js').Session | null) => void} listener whenever the secret changes */
  onSession(listener) {
    this.#listeners.session.push(listener);
  }

  /**
   * @param {(takeover: Takeover) => void} listener called when another server took the match over, or the same one was
   *     started again: the seat goes on in a new reign
   */
  onTakeover(listener) {
    this.#listeners.takeover.push(listener);
  }

  /**
   * The row that the player steers, as it is to be drawn at this moment: ahead of the server where the game gave its
   * `predict`, else null.
   *
   * @returns {import('./interpolation.js').Row | null}
   */
  own() {
    const now = this.#clock.now();
    return this.prediction?.drawn(this.#inputs?.pacer.frameAt(now) ?? -1, now) ?? null;
  }

  /**
   * The rows of a table that the own seat owns, as the newest view has them.
   *
   * @param {string} tableName
   * @returns {import('./interpolation.js').Row[]}
   */
  ownRows(tableName) {
    const table = this.game?.layout.shownTables.find((one) => one.name === tableName);
    if (!this.view || !table?.owner) return [];
    return [...this.view.tables.get(tableName).values()].filter((row) => row[table.owner] === this.welcome.seat);
  }

  /** Measures of the connection, and where the match, the inputs and the picture are. */
  stats() {
    return measured(this, this.#inputs, this.#clock.now());
  }

  // ---- from the connection

  #welcomed(welcome) {
    const isSameSeat = welcome.resumed && this.welcome?.match === welcome.match
      && this.welcome.player === welcome.player && this.game.layoutText === welcome.layout;
    const before = isSameSeat && this.welcome.epoch !== welcome.epoch
      ? { epoch: this.welcome.epoch, frame: this.view?.frame ?? -1 } : null;
    this.welcome = welcome;
    this.statistics.connections++;
    if (welcome.resumed) this.statistics.resumes++;
    if (isSameSeat) this.game.restart();
    else {
      this.game = new Game(welcome.layout);
      this.#toldFrame = -1;
      this.#toldCount = 0;
    }
    this.rules = this.game.decodeRules(welcome.rules);
    this.view = null;
    this.interpolation = new Interpolation(welcome.hz);
    this.interpolation.isOn = this.#interpolates;
    this.statistics.restart();
    this.#acks = [];
    const send = (message) => this.#send(message);
    if (!welcome.resumed) this.#commands?.abandon('the seat was lost');
    this.#inputs = new Inputs(this.game, welcome, send, welcome.resumed ? this.#inputs : null, before !== null);
    this.prediction?.begin(this.game, welcome, this.#inputs.pending);
    this.#bookmarks.abandon(LOST);
    this.#commands = new Commands(welcome, send, this.#clock, welcome.resumed ? this.#commands : null);
    this.#soonPings = SOON_PINGS;
    this.#nextPingMs = this.#clock.now();
    this.#lastMessageMs = this.#clock.now();
    this.#lastShownMs = this.#clock.now();
    if (before) {
      this.statistics.takeovers++;
      const takeover = {
        epochBefore: before.epoch, epoch: welcome.epoch, frameBefore: before.frame, frame: welcome.frame,
        isEarlier: welcome.frame < before.frame, inputsSentAgain: this.#inputs.pending.length,
      };
      this.#listeners.takeover.forEach((listener) => listener(takeover));
    }
  }

  #statusChanged(status) {
    if (status.state === State.PLAYING) {
      this.#joined?.resolve(this.welcome);
      this.#joined = null;
      if (this.sight === 'everything' && !this.isSpectator) this.#send(encodeSight(true));
      this.#commands.start();
      // A connection may be replaced by another one without a pause.
      this.#clock.cancel(this.#tickTimer);
      this.#tick();
    } else {
      this.#clock.cancel(this.#tickTimer);
      this.#commands?.pause();
      this.#bookmarks.abandon(LOST);
      if (status.state === State.CLOSED) {
        this.#joined?.reject(Object.assign(new Error(status.detail), { disconnection: status.disconnection }));
        this.#joined = null;
        this.#commands?.abandon(status.detail);
      }
    }
    this.#listeners.status.forEach((listener) => listener(status));
  }

  #received(message) {
    const now = this.#clock.now();
    this.#lastMessageMs = now;
    this.statistics.received(now, message.length);
    switch (message[0]) {
      case Type.VIEW: return this.#viewPart(message, now);
      case Type.PONG: return this.#pong(now - decodePong(message));
      case Type.REFUSED: return this.#refused(decodeRefused(message), now);
      case Type.BOOKMARKED: return this.#bookmarks.kept(decodeBookmarked(message));
      case Type.COMMAND_APPLIED: return this.#commands.applied(decodeCommandApplied(message));
      default: this.statistics.undecodable++;
    }
  }

  #pong(roundTripMs) {
    // What is not a number is within no bounds.
    if (roundTripMs >= 0 && roundTripMs <= MOST_ROUND_TRIP_MS) this.statistics.roundTrip(roundTripMs);
    else this.statistics.undecodable++;
  }

  #viewPart(message, now) {
    const header = decodePartHeader(message);
    let applied;
    try {
      applied = this.game.apply(message.subarray(1));
    } catch (error) {
      // A part that cannot be applied is not acknowledged; a new connection begins in full.
      this.statistics.undecodable++;
      this.#connection.reconnect(`a view could not be read: ${error.message}`);
      return;
    }
    if (applied.isHeld) this.#acks.push(header);
    if (header.isLast || this.#acks.length === this.welcome.bounds.maxAcksPerMessage) this.#sendAcks();
    if (this.game.isComplete() && header.frame > (this.view?.frame ?? -1)) this.#viewComplete(header, now);
    this.prediction?.effects.shown(header.frame, header.lastInput);
    for (const effect of applied.effects) {
      this.statistics.effects++;
      if (effect.sure) {
        this.#toldCount = effect.frame === this.#toldFrame ? this.#toldCount + 1 : 1;
        this.#toldFrame = effect.frame;
      }
      if (!this.prediction?.effects.confirms(effect)) this.#tellEffect({ ...effect, predicted: false });
    }
  }

  #tellEffect(effect) {
    this.#listeners.effect.forEach((listener) => listener(effect));
  }

  #viewComplete(header, now) {
    this.#connection.settled();
    this.#lastShownMs = now;
    this.view = { ...header, tables: this.game.tables() };
    this.statistics.view(now, header.frame, 1000 / this.welcome.hz, header.lastInput);
    this.interpolation.add(this.view, now);
    this.#inputs.onView(header, now, this.statistics);
    this.prediction?.onView(header, this.#inputs.pacer.frameAt(now), now);
    this.#listeners.view.forEach((listener) => listener(this.view));
    this.#makeInputs();
  }

  #refused(refused, now) {
    if (refused.what === 'command') {
      this.#commands.refused(refused);
      return;
    }
    if (refused.what === 'bookmark') this.#bookmarks.refused(refused);
    if (refused.what === 'sight') this.sight = 'refused';
    if (refused.what !== 'input') return;
    this.statistics.inputsRefused++;
    this.statistics.lastRefusal = refused.reason;
    if (this.#inputs.refused(refused, now, this.statistics)) this.prediction?.onRefused(refused.sequence);
    if (this.#soonPings <= 0) {
      this.#soonPings = SOON_PINGS;
      this.#nextPingMs = Math.min(this.#nextPingMs, now + SOON_PING_MS);
    }
  }

  // ---- to the connection

  /** The input clock and what else comes round: it also runs with each view, since pages in the background sleep. */
  #tick() {
    const now = this.#clock.now();
    if (now - this.#lastMessageMs > SILENCE_MS) {
      this.#connection.reconnect('the server fell silent');
      return;
    }
    if (now - this.#lastShownMs > this.#suspectMs()) {
      // One ping tells whether the server is there at all.
      const isHeard = now - this.#lastMessageMs <= SUSPECT_MS;
      if (this.#connection.suspect(isHeard)) this.#nextPingMs = Math.min(this.#nextPingMs, this.#pingedMs + LEAST_PING_MS);
    }
    if (now >= this.#nextPingMs) {
      this.#pingedMs = now;
      this.#nextPingMs = now + (this.#soonPings-- > 0 ? SOON_PING_MS : this.#pingMs);
      this.#send(encodePing(now));
    }
    this.#makeInputs();
    const waitMs = Math.max(1, Math.min(IDLE_TICK_MS, this.#inputs.pacer.waitMs(this.#clock.now())));
    this.#tickTimer = this.#clock.after(waitMs, () => this.#tick());
  }

  /** A match that stands still shows nothing, but pings are answered. */
  #suspectMs() {
    if (this.#inputs.pacer.isStanding) return this.#lastMessageMs - this.#lastShownMs + this.#pingMs + SUSPECT_MS;
    return Math.max(SUSPECT_MS, (SUSPECT_FRAMES * 1000) / this.welcome.hz);
  }

  #makeInputs() {
    if (this.isSpectator) return;
    const seen = this.interpolation.seen();
    const made = this.#inputs.run(this.#clock.now(), seen);
    this.statistics.inputsSent += made.length;
    for (const input of made) this.prediction?.onInput(input);
  }

  #sendAcks() {
    if (this.#acks.length === 0) return;
    this.#send(encodeAcks(this.#acks));
    this.#acks = [];
  }

  #send(message) {
    this.statistics.sent(this.#clock.now(), message.length);
    this.#connection.send(message);
  }
}
