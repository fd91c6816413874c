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
 */
export const State = Object.freeze({
  IDLE: 'idle',
  CONNECTING: 'connecting',
  JOINING: 'joining',
  PLAYING: 'playing',
  WAITING: 'waiting',
  CLOSED: 'closed',
});

/** The first wait after a second failure in a row; it doubles with each further one. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/** An attempt that has not led to a WELCOME or DISCONNECT by then is given up. */
const ATTEMPT_MS = 12000;

/** How long LEAVE waits for its answer. */
const LEAVE_MS = 1000;

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

/** Keeps a seat connected. Not for games: see `RingsideClient`. */
export class Connection {
  #connect;
  #urls;
  #urlIndex = 0;
  #clock;
  #listener;
  #hello = null;
  #session = null;
  #transport = null;
  #generation = 0;
  #timer = 0;
  #leaving = false;

  /** @type {Status} */
  status = { state: State.IDLE, disconnection: null, detail: '', retryAtMs: 0, attempts: 0 };

  /**
   * @param {string[]} urls servers of the match; the next is tried when one fails
   * @param {Connect} connect
   * @param {{now: () => number, after: (ms: number, run: () => void) => any, cancel: (timer: any) => void,
   *     random: () => number}} clock
   * @param {{onWelcome: (welcome: object) => void, onMessage: (message: Uint8Array) => void,
   *     onStatus: (status: Status) => void, onSession: (session: Session | null) => void,
   *     nextSureEffect: () => number}} listener
   */
  constructor(urls, connect, clock, listener) {
    this.#urls = urls;
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
    this.#leaving = false;
    this.status.attempts = 0;
    this.#attempt();
  }

  /** Sends a message if it is playing; at any other time no message has a place. @param {Uint8Array} message */
  send(message) {
    if (this.status.state === State.PLAYING) this.#transport.send(message);
  }

  /** Play goes well: the next failure is a first one. A WELCOME alone does not show that. */
  settled() {
    this.status.attempts = 0;
  }

  /** Gives the seat up. */
  leave() {
    this.#leaving = true;
    if (this.status.state !== State.PLAYING) {
      this.#drop();
      this.#state(State.CLOSED, 'left');
      return;
    }
    this.#transport.send(encodeLeave());
    this.#later(LEAVE_MS, () => this.#broken('no answer to leaving'));
  }

  /** The transport is of no use any more: goes on over another one. */
  reconnect(detail) {
    this.#broken(detail);
  }

  #attempt() {
    const generation = ++this.#generation;
    const isCurrent = () => generation === this.#generation;
    this.#state(State.CONNECTING, 'connecting');
    this.#later(ATTEMPT_MS, () => this.#broken('the server does not answer'));
    this.#transport = this.#connect(this.#urls[this.#urlIndex], {
      onOpen: () => isCurrent() && this.#opened(),
      onMessage: (message) => isCurrent() && this.#received(message),
      onClose: (detail) => isCurrent() && this.#broken(detail || 'the connection broke'),
    });
  }

  #opened() {
    const hello = { ...this.#hello };
    if (this.#session) {
      hello.match = this.#session.match;
      hello.resume = {
        player: this.#session.player,
        secret: fromHex(this.#session.secret),
        lastEpoch: BigInt(this.#session.epoch),
        nextSureEffect: this.#listener.nextSureEffect(),
      };
    }
    this.#state(State.JOINING, this.#session ? 'resuming' : 'joining');
    this.#transport.send(encodeHello(hello));
  }

  #received(message) {
    if (message[0] === Type.WELCOME) {
      this.#welcomed(decodeWelcome(message));
    } else if (message[0] === Type.DISCONNECT) {
      this.#disconnected(decodeDisconnect(message));
    } else if (this.status.state === State.PLAYING) {
      // A view may overtake the WELCOME; it says nothing yet to whoever does not know the layout.
      this.#listener.onMessage(message);
    }
  }

  #welcomed(welcome) {
    this.#session = welcome.player === 0 ? null : {
      match: welcome.match,
      player: welcome.player,
      secret: toHex(welcome.resumeSecret),
      epoch: String(welcome.epoch),
    };
    this.#clock.cancel(this.#timer);
    this.status.disconnection = null;
    this.#listener.onSession(this.#session);
    this.#listener.onWelcome(welcome);
    this.#state(State.PLAYING, 'playing');
  }

  #disconnected(disconnection) {
    this.status.disconnection = disconnection;
    if (disconnection.code === Reason.RESUME_REFUSED && this.#session && !this.#leaving) {
      this.#forgetSession();
      this.status.attempts = 0;
      this.#wait(0, disconnection.text);
    } else if (disconnection.retryAfterMs < 0 || this.#leaving) {
      this.#forgetSession();
      this.#drop();
      this.#state(State.CLOSED, disconnection.text);
    } else {
      this.#wait(disconnection.retryAfterMs, disconnection.text);
    }
  }

  #broken(detail) {
    if (this.#leaving) {
      this.#forgetSession();
      this.#drop();
      this.#state(State.CLOSED, detail);
    } else {
      if (this.status.state === State.PLAYING) this.status.disconnection = null;
      this.#urlIndex = (this.#urlIndex + 1) % this.#urls.length;
      this.#wait(0, detail);
    }
  }

  /** Waits as long as the server asked, or as the number of failures asks, plus a random share of the same. */
  #wait(askedMs, detail) {
    this.#drop();
    const failures = this.status.attempts++;
    const base = failures === 0 ? askedMs : Math.max(askedMs, FIRST_WAIT_MS) * 2 ** (failures - 1);
    const waitMs = Math.min(LONGEST_WAIT_MS, base) * (1 + this.#clock.random());
    this.status.retryAtMs = this.#clock.now() + waitMs;
    this.#state(State.WAITING, detail);
    this.#later(waitMs, () => this.#attempt());
  }

  #forgetSession() {
    this.#session = null;
    this.#listener.onSession(null);
  }

  /** Closes the transport; whatever it still says is not heard. */
  #drop() {
    this.#generation++;
    this.#clock.cancel(this.#timer);
    const transport = this.#transport;
    this.#transport = null;
    transport?.close();
  }

  #later(ms, run) {
    this.#clock.cancel(this.#timer);
    this.#timer = this.#clock.after(ms, run);
  }

  #state(next, detail) {
    this.status.state = next;
    this.status.detail = detail;
    this.#listener.onStatus(this.status);
  }
}

const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
