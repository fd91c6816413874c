import { AddressBook } from './address-book.js';
import { Reason, Type, decodeDisconnect, decodeWelcome, encodeHello, encodeLeave } from './messages.js';

/**
 * The life of a seat over one transport after another: HELLO, WELCOME, play, and resuming when a transport breaks.
 *
 * ```
 *          join()            open, HELLO            WELCOME
 * IDLE ──────────> CONNECTING ──────────> JOINING ──────────> PLAYING
 *                    ^    │                  │                  │
 *                    │    └── broken, DISCONNECT with a retry ──┤
 *                    │                  v                       │
 *                    └───time──── WAITING                       │
 *                                                               v
 *             DISCONNECT without a retry, LEFT ─────────────> CLOSED
 * ```
 *
 * With several servers it does not wait for a transport to break: while play shows nothing it asks the others for its seat,
 * and keeps the transport that it has until one of them gives it. Who serves a lower epoch than was heard of is not listened to.
 */
export const State = Object.freeze({
  IDLE: 'idle',
  CONNECTING: 'connecting',
  JOINING: 'joining',
  PLAYING: 'playing',
  WAITING: 'waiting',
  CLOSED: 'closed',
});

/** An attempt that has not led to a WELCOME or DISCONNECT by then is given up. */
const ATTEMPT_MS = 12000;

/** The next server is tried beside one that has taken so long: a machine that is gone answers nothing, not even that. */
const STAGGER_MS = 80;

/** So long after MOVING the other servers are asked; where none has taken over by then, play goes on as before. */
const MOVING_MS = 2000;

/** How long LEAVE waits for its answer. */
const LEAVE_MS = 1000;

/** Below every epoch. */
const NO_EPOCH = -(2n ** 63n);

/**
 * @typedef {object} Transport a carrier of whole messages
 * @property {(message: Uint8Array) => void} send
 * @property {() => void} close
 *
 * @typedef {object} TransportEvents
 * @property {() => void} onOpen
 * @property {(message: Uint8Array) => void} onMessage
 * @property {(detail: string) => void} onClose called once, also when it could not be opened
 *
 * @typedef {(url: string, events: TransportEvents) => Transport} Connect
 *
 * @typedef {object} Session what resuming a seat needs
 * @property {number} match
 * @property {number} player
 * @property {string} secret hexadecimal
 * @property {string} epoch
 *
 * @typedef {object} Status
 * @property {string} state one of {@link State}
 * @property {import('./messages.js').Disconnection | null} disconnection why it is not playing, if the server said so
 * @property {string} detail one sentence for people
 * @property {number} retryAtMs when the next attempt begins; meaningful while waiting
 * @property {number} attempts failed ones since it last played
 */

/** Messages over a browser's WebSocket. @type {Connect} */
export function webSocket(url, events) {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => events.onOpen();
  socket.onmessage = (event) => events.onMessage(new Uint8Array(event.data));
  socket.onclose = (event) => events.onClose(event.code === 1006 ? '' : `closed with ${event.code} ${event.reason}`);
  return {
    send: (message) => {
      if (socket.readyState === 1) socket.send(message);
    },
    close: () => socket.close(),
  };
}

/** How far an attempt has come. */
const Stage = Object.freeze({ DIALLING: 0, CONNECTED: 1, ASKED: 2, SERVING: 3, OVER: 4 });

/** Keeps a seat connected. Not for games: see `RingsideClient`. */
export class Connection {
  #connect;
  #book;
  #clock;
  #listener;
  #hello = null;
  #session = null;
  #secretBefore = null;
  #presentsSecretBefore = false;
  #highestEpoch = NO_EPOCH;
  /** The attempt that plays. */
  #serving = null;
  /** Those that may come to play. */
  #trying = [];
  #timer = 0;
  #leaving = false;
  #isSuspicious = false;
  /** Until when another server is about to take over. */
  #movingUntilMs = -Infinity;
  /** The server was heard all the same. */
  #isHeard = false;

  /** @type {Status} */
  status = { state: State.IDLE, disconnection: null, detail: '', retryAtMs: 0, attempts: 0 };

  /**
   * @param {string[]} urls servers of the match; the others are tried when one fails
   * @param {Connect} connect
   * @param {{now: () => number, after: (ms: number, run: () => void) => any, cancel: (timer: any) => void,
   *     random: () => number}} clock
   * @param {{onWelcome: (welcome: object) => void, onMessage: (message: Uint8Array) => void,
   *     onStatus: (status: Status) => void, onSession: (session: Session | null) => void,
   *     told: () => {nextSureEffect: number, lastSureFrame: number, lastSureCount: number}}} listener
   */
  constructor(urls, connect, clock, listener) {
    this.#book = new AddressBook(urls, clock.random);
    this.#connect = connect;
    this.#clock = clock;
    this.#listener = listener;
  }

  /**
   * @param {import('./messages.js').HelloFields} hello
   * @param {Session | null} session of an earlier page, to resume
   */
  open(hello, session) {
    this.#drop();
    this.#hello = hello;
    this.#session = session;
    this.#secretBefore = null;
    this.#presentsSecretBefore = false;
    this.#highestEpoch = session ? BigInt(session.epoch) : NO_EPOCH;
    this.#leaving = false;
    this.status.attempts = 0;
    this.#book.reset(this.#clock.now(), true);
    this.#state(State.CONNECTING, 'connecting');
    this.#search();
  }

  /** Sends a message if it is playing; at any other time no message has a place. @param {Uint8Array} message */
  send(message) {
    if (this.status.state === State.PLAYING) this.#serving.transport.send(message);
  }

  /** Play goes well: the next failure is a first one. A WELCOME alone does not show that. */
  settled() {
    this.status.attempts = 0;
    if (this.#isSuspicious && this.#clock.now() >= this.#movingUntilMs) {
      this.#isSuspicious = false;
      // To whom HELLO was said already may give the seat: that is waited for.
      this.#endUnasked();
      this.#arm();
    }
  }

  /**
   * Play shows nothing: the other servers, if there are any, are asked for the seat meanwhile.
   *
   * @param {boolean} isHeard whether the server says anything at all: then a match may just stand still
   * @returns {boolean} whether that is news
   */
  suspect(isHeard) {
    this.#isHeard = isHeard;
    if (this.#isSuspicious || !this.#book.hasAlternatives || this.#leaving || this.status.state !== State.PLAYING) {
      return false;
    }
    this.#isSuspicious = true;
    this.#book.reset(this.#clock.now(), true);
    this.#search();
    return true;
  }

  /** Gives the seat up. */
  leave() {
    this.#leaving = true;
    this.#isSuspicious = false;
    if (this.status.state !== State.PLAYING) {
      this.#drop();
      this.#state(State.CLOSED, 'left');
      return;
    }
    [...this.#trying].forEach((attempt) => this.#end(attempt));
    this.#serving.transport.send(encodeLeave());
    this.#clock.cancel(this.#timer);
    this.#timer = this.#clock.after(LEAVE_MS, () => this.#lost(this.#serving, 'no answer to leaving'));
  }

  /** The transport is of no use any more: goes on over another one. */
  reconnect(detail) {
    if (this.#serving) this.#lost(this.#serving, detail);
  }

  // ---- looking for the server

  #search() {
    const now = this.#clock.now();
    for (const late of [...this.#trying]) {
      if (now - late.beganMs >= ATTEMPT_MS) this.#lost(late, 'the server does not answer');
    }
    while (this.#isSearching() && this.#dialDueMs() <= now) this.#dial(now);
    while (this.#isSearching() && this.#askDueMs() <= now) this.#ask(this.#firstConnected(), now);
    this.#arm();
  }

  #arm() {
    if (this.#leaving) return;
    this.#clock.cancel(this.#timer);
    const dueMs = Math.min(
      this.#isSearching() ? Math.min(this.#dialDueMs(), this.#askDueMs()) : Infinity,
      ...this.#trying.map((attempt) => attempt.beganMs + ATTEMPT_MS));
    if (dueMs < Infinity) this.#timer = this.#clock.after(dueMs - this.#clock.now(), () => this.#search());
  }

  #isSearching() {
    const { state } = this.status;
    return !this.#leaving && (state === State.CONNECTING || state === State.JOINING || state === State.WAITING
      || (state === State.PLAYING && this.#isSuspicious));
  }

  #dialDueMs() {
    const next = this.#book.first();
    if (next < 0 || (this.#isAsked() && !this.#session)) return Infinity;
    return Math.max(this.#book.notBeforeMs(next), ...this.#trying.map((attempt) => attempt.beganMs + STAGGER_MS));
  }

  /** A seat that is held may be asked for twice; a new one would be given twice. */
  #askDueMs() {
    if (!this.#firstConnected()) return Infinity;
    const asked = this.#trying.filter((attempt) => attempt.stage === Stage.ASKED);
    return Math.max(-Infinity, ...asked.map((attempt) => (this.#session ? attempt.askedMs + STAGGER_MS : Infinity)));
  }

  #firstConnected() {
    return this.#trying.find((attempt) => attempt.stage === Stage.CONNECTED);
  }

  #isAsked() {
    return this.#trying.some((attempt) => attempt.stage === Stage.ASKED);
  }

  #dial(now) {
    const index = this.#book.first();
    const url = this.#book.take(index);
    const attempt = { index, stage: Stage.DIALLING, beganMs: now, askedMs: 0, transport: null };
    this.#trying.push(attempt);
    this.#seek('connecting');
    const isHeard = () => attempt.stage !== Stage.OVER;
    attempt.transport = this.#connect(url, {
      onOpen: () => isHeard() && this.#opened(attempt),
      onMessage: (message) => isHeard() && this.#received(attempt, message),
      onClose: (detail) => isHeard() && this.#lost(attempt, detail || 'the connection broke'),
    });
  }

  #opened(attempt) {
    if (attempt.stage === Stage.DIALLING) attempt.stage = Stage.CONNECTED;
    this.#search();
  }

  #ask(attempt, now) {
    const hello = { ...this.#hello };
    if (this.#session) {
      hello.match = this.#session.match;
      hello.resume = {
        player: this.#session.player,
        secret: fromHex(this.#presentsSecretBefore ? this.#secretBefore : this.#session.secret),
        lastEpoch: BigInt(this.#session.epoch),
        ...this.#listener.told(),
      };
    }
    attempt.stage = Stage.ASKED;
    attempt.askedMs = now;
    this.#seek(this.#session ? 'resuming' : 'joining');
    attempt.transport.send(encodeHello(hello));
  }

  /** The state follows the search, while there is no seat. */
  #seek(detail) {
    if (this.status.state === State.PLAYING) return;
    const next = this.#isAsked() ? State.JOINING : this.#trying.length > 0 ? State.CONNECTING : State.WAITING;
    if (next === State.WAITING) this.status.retryAtMs = this.#dialDueMs();
    if (next !== this.status.state || next === State.WAITING) this.#state(next, detail);
  }

  // ---- what a server says

  #received(attempt, message) {
    if (message[0] === Type.WELCOME) {
      this.#welcomed(attempt, decodeWelcome(message));
    } else if (message[0] === Type.DISCONNECT) {
      this.#disconnected(attempt, decodeDisconnect(message));
    } else if (message[0] === Type.MOVING) {
      if (attempt === this.#serving) this.#moving();
    } else if (attempt === this.#serving) {
      // A view may overtake the WELCOME; it says nothing yet to whoever does not know the layout.
      this.#listener.onMessage(message);
    }
  }

  /** Another server is about to take over: the others are asked for the seat, while play goes on here. */
  #moving() {
    if (!this.#book.hasAlternatives || !this.#session || this.#leaving || this.status.state !== State.PLAYING) return;
    const now = this.#clock.now();
    this.#movingUntilMs = now + MOVING_MS;
    this.#isSuspicious = true;
    this.#book.reset(now, true);
    this.#search();
  }

  #welcomed(attempt, welcome) {
    if (attempt.stage !== Stage.ASKED) return;
    if (welcome.epoch < this.#highestEpoch) {
      this.#lost(attempt, `the server's reign, ${welcome.epoch}, is over: ${this.#highestEpoch} was heard of`);
      return;
    }
    this.#highestEpoch = welcome.epoch;
    if (this.#serving) this.#end(this.#serving);
    this.#trying = this.#trying.filter((one) => one !== attempt);
    this.#endUnasked();
    attempt.stage = Stage.SERVING;
    this.#serving = attempt;
    this.#isSuspicious = false;
    this.#movingUntilMs = -Infinity;
    this.#presentsSecretBefore = false;
    this.#secretBefore = welcome.resumed ? this.#session?.secret ?? null : null;
    this.#session = welcome.player === 0 ? null : {
      match: welcome.match,
      player: welcome.player,
      secret: toHex(welcome.resumeSecret),
      epoch: String(welcome.epoch),
    };
    this.status.disconnection = null;
    this.#listener.onSession(this.#session);
    this.#listener.onWelcome(welcome);
    this.#state(State.PLAYING, 'playing');
    this.#arm();
  }

  #disconnected(attempt, disconnection) {
    const { code, retryAfterMs, text } = disconnection;
    const wasPlaying = attempt === this.#serving;
    const isOwnDoing = code === Reason.RESUMED_ELSEWHERE && this.#isAsked() && (wasPlaying || !this.#serving);
    this.#end(attempt);
    if (this.#serving) {
      this.#failed(attempt, retryAfterMs, text);
      return;
    }
    if (!isOwnDoing) this.status.disconnection = disconnection;
    if (this.#leaving) {
      this.#close(text);
    } else if (isOwnDoing) {
      // Over another transport, whose WELCOME is on its way.
      this.#unseated(wasPlaying);
      this.#seek(text);
      this.#arm();
    } else if (code === Reason.RESUME_REFUSED && this.#session) {
      this.#refused(text);
    } else if (retryAfterMs < 0 && this.#book.refusedForGood(attempt.index, code)) {
      this.#close(text);
    } else {
      this.#unseated(wasPlaying);
      this.#failed(attempt, Math.max(0, retryAfterMs), text);
    }
  }

  /** A server whose journal lost its end knows the secret before the newest one; else the seat is gone, and one joins anew. */
  #refused(text) {
    if (this.#secretBefore && !this.#presentsSecretBefore) {
      this.#presentsSecretBefore = true;
    } else {
      [...this.#trying].forEach((attempt) => this.#end(attempt));
      this.#forgetSession();
    }
    this.status.attempts = 0;
    this.#book.reset(this.#clock.now(), true);
    this.#seek(text);
    this.#arm();
  }

  /** A transport broke, or could not be made, or is of no use. */
  #lost(attempt, detail) {
    const wasPlaying = attempt === this.#serving;
    this.#end(attempt);
    if (this.#leaving) {
      this.#close(detail);
      return;
    }
    if (wasPlaying) {
      this.status.disconnection = null;
      this.#unseated(true);
    }
    this.#failed(attempt, 0, detail);
  }

  #unseated(wasPlaying) {
    if (!wasPlaying) return;
    this.#isSuspicious = false;
    this.#book.reset(this.#clock.now(), this.status.attempts === 0);
    this.status.state = State.WAITING;
  }

  #failed(attempt, askedMs, detail) {
    const isPlaying = this.status.state === State.PLAYING;
    const isUrgent = !isPlaying || !this.#isHeard || this.#clock.now() < this.#movingUntilMs;
    this.#book.failed(attempt.index, askedMs, isUrgent, this.#clock.now());
    if (!isPlaying) {
      this.status.attempts++;
      this.#seek(detail);
    }
    this.#arm();
  }

  // ---- the end

  #close(detail) {
    this.#forgetSession();
    this.#drop();
    this.#state(State.CLOSED, detail);
  }

  #forgetSession() {
    this.#session = null;
    this.#secretBefore = null;
    this.#presentsSecretBefore = false;
    this.#highestEpoch = NO_EPOCH;
    this.#listener.onSession(null);
  }

  /** Lets go of all to whom nothing was said yet: for them it is as if nothing had been. */
  #endUnasked() {
    for (const attempt of [...this.#trying]) {
      if (attempt.stage !== Stage.ASKED) this.#end(attempt);
    }
  }

  /** Closes a transport; whatever it still says is not heard. */
  #end(attempt) {
    if (attempt.stage === Stage.OVER) return;
    attempt.stage = Stage.OVER;
    this.#book.giveBack(attempt.index);
    this.#trying = this.#trying.filter((one) => one !== attempt);
    if (this.#serving === attempt) this.#serving = null;
    attempt.transport?.close();
  }

  #drop() {
    this.#clock.cancel(this.#timer);
    this.#isSuspicious = false;
    [...this.#trying].forEach((attempt) => this.#end(attempt));
    if (this.#serving) this.#end(this.#serving);
  }

  #state(next, detail) {
    this.status.state = next;
    this.status.detail = detail;
    this.#listener.onStatus(this.status);
  }
}

const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
