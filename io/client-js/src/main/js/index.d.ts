/** Values for people, by column: fixed point as decimals, text as strings, int64 as decimal text; `undefined` when hidden. */
export type Row = Record<string, any>;

/** Rows by table name and by the id that views give a row. */
export type Tables = Map<string, Map<number, Row>>;

/** Raw values by column, as the server computes with them: fixed point as whole numbers, booleans 0 or 1. */
export type RawRow = Record<string, any>;

export interface View {
  frame: number;
  tables: Tables;
  /** The last of our inputs that this frame consumed. */
  lastInput: number;
  /** Our inputs that wait at the server. */
  bufferDepth: number;
  receiptToFrameMicros: number;
}

export interface Effect {
  name: string;
  /** In which it happened. */
  frame: number;
  /** Delivered exactly once and in order; else it may be lost. */
  sure: boolean;
  /** The player's own doing, shown before the server did; it is not shown again. */
  predicted: boolean;
  /** Of a predicted one: the input that it follows from. */
  inputSeq?: number;
  fields: Record<string, any>;
}

export interface Disconnection {
  code: number;
  /** The name of the reason, as in io/PROTOCOL.md. */
  reason: string;
  text: string;
  field: string;
  /** -1: the same attempt will not succeed. */
  retryAfterMs: number;
}

export const State: Readonly<{
  IDLE: 'idle';
  CONNECTING: 'connecting';
  JOINING: 'joining';
  PLAYING: 'playing';
  WAITING: 'waiting';
  CLOSED: 'closed';
}>;

export interface Status {
  state: (typeof State)[keyof typeof State];
  /** Why it is not playing, if the server said so. */
  disconnection: Disconnection | null;
  /** One sentence for people. */
  detail: string;
  /** When the next attempt begins; meaningful while waiting. */
  retryAtMs: number;
  /** Failed ones since it last played. */
  attempts: number;
}

/** What resuming a seat needs; may be kept over a reload of the page. */
export interface Session {
  match: number;
  player: number;
  /** Hexadecimal. */
  secret: string;
  epoch: string;
}

/** The seat goes on in a new reign. */
export interface Takeover {
  epochBefore: bigint;
  epoch: bigint;
  /** The newest frame that was shown before; -1 for none. */
  frameBefore: number;
  /** The newest frame of the match at the time of the answer. */
  frame: number;
  /** Something was shown that did not come to be. */
  isEarlier: boolean;
  /** What the reign before had been sent, or had consumed, and this one has not. */
  inputsSentAgain: number;
}

export interface Wish {
  /** Empty or absent: whatever the match plays. */
  game?: string;
  /** 0 or absent: to be given one. */
  match?: number;
  /** A connect token. */
  token?: string;
  /** The layout's join record; absent: its defaults. */
  join?: Uint8Array;
  /** Only to watch: no seat, and nothing is sent for the match. */
  spectate?: boolean;
  /** What the server's log calls this client. */
  client?: string;
}

export interface Welcome {
  protocolVersion: number;
  epoch: bigint;
  match: number;
  /** 0 for who only watches. */
  player: number;
  /** The value of `owner` columns in own rows; null for who only watches. */
  seat: number | null;
  layout: string;
  layoutHash: bigint;
  rules: Uint8Array;
  hz: number;
  frame: number;
  resumed: boolean;
  server: string;
  lastInput: number;
  lastCommand: number;
}

/** A carrier of whole messages. */
export interface Transport {
  send(message: Uint8Array): void;
  close(): void;
}

export interface TransportEvents {
  onOpen(): void;
  onMessage(message: Uint8Array): void;
  /** Called once, also when it could not be opened. */
  onClose(detail: string): void;
}

export type Connect = (url: string, events: TransportEvents) => Transport;

/** Messages over a browser's WebSocket. */
export const webSocket: Connect;

/** How a game has the own row computed ahead of the server. */
export interface Predicted {
  /** The table whose row the own seat owns. */
  table: string;
  /**
   * Advances the row by one frame, in place, with raw values: the twin of `Game.predict`. It must lead to the same values
   * whenever it is given the same, since it runs again with every view.
   */
  predict(own: RawRow, world: World, input: RawRow): void;
  /** Columns that are drawn between two frames and whose corrections are smoothed. */
  linear?: string[];
  /** Columns that turn, with what a whole turn is. */
  turning?: Record<string, number>;
  /** The largest correction that is smoothed, in the linear columns' unit; absent: all are. */
  snapBeyond?: number;
}

export interface Options {
  /** The browser's WebSocket unless given; `carrier` of `ringside-client/node` in Node. */
  connect?: Connect;
  prediction?: Predicted;
  /** How often the round trip is measured: each second unless given, 200 ms at least. */
  pingMs?: number;
  /** Monotonic milliseconds. */
  now?(): number;
  after?(ms: number, run: () => void): any;
  cancel?(timer: any): void;
  random?(): number;
}

/** What was measured. Shares are 0 to 1, of the last five seconds; rates are of the last second; counts since the start. */
export interface Stats {
  state: string;
  frame: number;
  hz: number;
  roundTripMs: number;
  newestRoundTripMs: number;
  jitterMs: number;
  /** Frames of which no whole view came while it was the newest. */
  viewLoss: number;
  /** Frames that the server computed without an input of ours. */
  inputLoss: number;
  viewsPerSecond: number;
  bytesInPerSecond: number;
  bytesOutPerSecond: number;
  views: number;
  lostViews: number;
  missedFrames: number;
  effects: number;
  connections: number;
  resumes: number;
  /** Resumes under another reign than before. */
  takeovers: number;
  undecodable: number;
  inputsSent: number;
  inputsRefused: number;
  lastRefusal: string;
  lastInput: number;
  bufferDepth: number;
  averageDepth: number;
  inputSpeed: number;
  inputWait: number;
  inputWaitWanted: number;
  inputSteps: number;
  pendingInputs: number;
  receiptToFrameMicros: number;
  /** How far behind the newest frame others are drawn; 0 when interpolation is off. */
  viewDelayFrames: number;
  /** Pictures that had no newer frame to go towards. */
  dryPictures: number;
  /** Frames between the newest view and the newest input. */
  predictedFrames: number;
  /** Views that showed what was predicted for their frame, and views that did not. */
  confirmedFrames: number;
  corrections: number;
  /** Corrections too large to be smoothed. */
  snaps: number;
  /** How far off the last correction was, in the linear columns' unit. */
  lastError: number;
  effectsPredicted: number;
  effectsDenied: number;
}

/** Plays in a match, and resumes by itself when the connection breaks. */
export class RingsideClient {
  /** @param urls the server's `/play`; several when any of them may serve the match */
  constructor(urls: string | string[], options?: Options);

  readonly status: Status;
  /** What the server said at the last join or resume; null before. */
  readonly welcome: Welcome | null;
  /** Whether this client only watches: it has no seat. */
  readonly isSpectator: boolean;
  /** The layout, and how to read and write by it; null before the first welcome. */
  readonly game: { layout: Layout; layoutText: string } | null;
  /** The rules of the match by name. */
  readonly rules: Row | null;
  /** The newest whole view. */
  readonly view: View | null;
  /** Others' rows, a little in the past. */
  readonly interpolation: Interpolation | null;
  /** The own row, ahead of the server; null without a `predict`. */
  readonly prediction: Prediction | null;
  /** What is shown: what the game shows this player, everything, or the former since the server insists. */
  readonly sight: 'own' | 'everything' | 'refused';
  /** Whether others are drawn between two frames, or where the newest view has them. */
  interpolates: boolean;

  /** Takes a seat. Settles with the first WELCOME; rejected, with `disconnection`, when the server refuses for good. */
  join(wish?: Wish): Promise<Welcome>;
  /** Goes on with a seat that an earlier page held; joins anew when it is no longer kept. */
  resume(session: Session, wish?: Wish): Promise<Welcome>;
  /** Gives the seat up and ends the connection. */
  leave(): void;
  /** What the player does from now on. Fields that the layout does not repeat (a dash, a jump) are sent once. */
  send(fields: Record<string, number | boolean>): void;
  /** Applied exactly once, in order, also over a resume; rejected with the refusal's reason. */
  command(name: string, fields?: Record<string, any>): Promise<void>;

  /**
   * Marks a moment in the recording: `replay find --bookmark`. Settles with the frame that was marked; rejected with the refusal's
   * reason, or when the connection breaks before there is an answer.
   */
  bookmark(text: string, frame?: number): Promise<number>;
  /** Asks a server in development to show what the game hides as well, or no longer. */
  showEverything(everything: boolean): void;

  onView(listener: (view: View) => void): void;
  onEffect(listener: (effect: Effect) => void): void;
  onStatus(listener: (status: Status) => void): void;
  /** Whenever what resuming needs has changed; null when the seat is gone. */
  onSession(listener: (session: Session | null) => void): void;
  /** When another server took the match over, or the same one was started again. */
  onTakeover(listener: (takeover: Takeover) => void): void;

  /** The row that the player steers, as it is to be drawn now; null without a `predict`. */
  own(): Row | null;
  /** The rows of a table that the own seat owns, as the newest view has them. */
  ownRows(table: string): Row[];
  stats(): Stats;
}

/** What a game's `predict` sees: the newest view, with raw values. */
export class World {
  private constructor();
  /** The frame that is being predicted. */
  readonly frame: number;
  /** The frame of the view that all else is from. */
  readonly shownFrame: number;
  readonly hz: number;
  readonly seat: number | null;
  /** The rows of a table; not to be changed. */
  rows(table: string): RawRow[];
  /** The only row of a single table. */
  single(table: string): RawRow;
  /** Something happens by the player's own doing: shown at once, and not again when the server shows it. */
  emit(effect: string, fields: Record<string, any>): void;
}

/** The own row, ahead of the server. */
export class Prediction {
  private constructor();
  /** May be switched while playing. */
  isOn: boolean;
  readonly corrections: number;
  readonly lastError: number;
  readonly snaps: number;
  readonly confirmed: number;
  readonly framesAhead: number;
  /** The own row of the newest input. */
  newest(): Row | null;
}

export interface Smooth {
  /** Columns that go straight. */
  linear?: string[];
  /** Columns that turn, with what a whole turn is. */
  turning?: Record<string, number>;
  /** The farthest that a linear column goes in a frame without it being a jump. */
  mostStep?: number;
}

/** The newest snapshots, and the time at which others are shown. */
export class Interpolation {
  constructor(hz: number);
  isOn: boolean;
  /** Where the view clock stands, in frames. */
  readonly time: number;
  /** How far behind the newest frame it is held, in frames. */
  readonly delay: number;
  readonly pictures: number;
  readonly dryPictures: number;
  /** Moves the view clock on to now and returns it: call it once for each picture. */
  clock(nowMs: number): number;
  /** The rows of a table at the view clock's time. */
  rows(table: string, smooth: Smooth): Map<number, Row>;
}

export interface Column {
  readonly name: string;
  readonly type: 'bool' | 'int8' | 'int16' | 'int32' | 'int64' | 'fixed' | 'ref' | 'bytes';
  readonly visible: 'all' | 'team' | 'owner' | 'nobody';
  readonly min: number | bigint;
  readonly max: number | bigint;
  readonly isText: boolean;
  readonly isPredicted: boolean;
}

export interface Table {
  readonly name: string;
  readonly capacity: number;
  readonly isSingle: boolean;
  readonly owner?: string;
  readonly team?: string;
  readonly columns: Column[];
  readonly shownColumns: Column[];
  column(name: string): Column;
}

export interface RecordType {
  readonly name: string;
  readonly lengthBytes: number;
  readonly columns: Column[];
  column(name: string): Column;
}

/** A match's layout, from the JSON text of the handshake. */
export class Layout {
  constructor(text: string);
  readonly game: string;
  readonly logicVersion: number;
  readonly seats: number;
  readonly tables: Table[];
  readonly shownTables: Table[];
  readonly input: RecordType;
  readonly join: RecordType;
  readonly rules: RecordType;
  readonly commands: RecordType[];
  readonly effects: RecordType[];
  table(name: string): Table;
  command(name: string): RecordType;
  effect(name: string): RecordType;
}

/** Writes a record in its canonical form; fields that are not given have their defaults. */
export function encodeRecord(type: RecordType, values: Record<string, any>): Uint8Array;
export function decodeRecord(type: RecordType, bytes: Uint8Array): Record<string, any>;

/** The twin of the engine's Fixed: Q16.16 in whole numbers, exact to the bit. What does not fit throws a RangeError. */
export const Fixed: Readonly<{
  FRACTION_BITS: number;
  ONE: number;
  of(whole: number): number;
  ratio(numerator: number, denominator: number): number;
  multiply(a: number, b: number): number;
  divide(a: number, b: number): number;
  floor(value: number): number;
  clamp(value: number, min: number, max: number): number;
  lerp(a: number, b: number, fraction: number): number;
  sqrt(value: number): number;
  length(x: number, y: number): number;
  lengthSquared(x: number, y: number): number;
  sqrtOfWhole(value: number): number;
}>;

/** The twin of the engine's Angle: 1/65,536ths of a turn. */
export const Angle: Readonly<{
  TURN: number;
  QUARTER: number;
  MASK: number;
  sin(angle: number): number;
  cos(angle: number): number;
  atan2(y: number, x: number): number;
  difference(from: number, to: number): number;
  sinTable(): number[];
  atanTable(): number[];
}>;
