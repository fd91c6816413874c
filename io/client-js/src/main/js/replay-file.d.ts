import type { Layout } from './index.js';

/** A file that is no match file, of another version, or damaged: the message says which. */
export class ReplayFileError extends Error {}

/** What stands in front of the file; replay/FORMAT.md says each key. */
export interface ReplayHeader {
  format: number;
  match: number;
  game: string;
  layoutHash: string;
  server: string;
  engine: number;
  hz: number;
  firstFrame: number;
  lastFrame: number;
  events: number;
  framesHashed: number;
  isOver: boolean;
  notes: string[];
  identities: string[];
  chunks: { afterFrame: number; afterPosition: number; events: number; identity: number; bytes: number }[];
}

export interface ReplayEvent {
  /** OPEN, FRAME, INPUT, COMMAND, JOIN and so on, as journals have them. */
  type: string;
  /** In the file, from 0. */
  position: number;
  /** Where it stood in the journal. */
  journalPosition: bigint;
  /**
   * The last frame before it; of a FRAME, the frame that it made. Where a match waited for players, all that it waited within a chunk
   * is counted as if it had waited at the chunk's beginning, as it does before its first player.
   */
  frame: number;
  match: number;
  /** 0: nobody. */
  player: number;
  /** Of an input its number, of a command its own. */
  inputSeq: number;
  targetFrame: number;
  /** Of inputs: the newest frame that the player had seen, as the player says. */
  seenFrame?: number;
  /** Of inputs: the newest frame that the edge had sent. */
  sentFrame?: number;
  /** Of inputs: in 65,536ths. */
  fraction?: number;
  /** Of inputs: the most frames that logic may rewind. */
  rewindBoundFrames?: number;
  /** By name: decimals for fixed point, BigInt for 64 bits, strings for text, Uint8Array for other bytes. */
  fields: Record<string, any>;
  /** Of all but inputs: the payload as the journal has it. */
  payload?: Uint8Array;
}

/** One match, or a stretch of it, with its layout, its events and the hash of each frame. */
export class ReplayFile {
  private constructor(bytes: Uint8Array);
  /** Reads a file and checks it: what `fs.readFile`, a file input or `fetch` gives. Throws {@link ReplayFileError}. */
  static read(source: Uint8Array | ArrayBuffer | Blob | Response): Promise<ReplayFile>;
  /** What names the contents: 16 hexadecimal digits. */
  readonly fileHash: string;
  readonly header: ReplayHeader;
  /** What people said of it. */
  readonly notes: string[];
  /** What each epoch said of the engine that wrote it: build, settings, games. */
  readonly identities: any[];
  /** Names tables, inputs, commands and effects. */
  readonly layout: Layout;
  /** The events in order; only those between two frames, or of some types. */
  events(wish?: { fromFrame?: number; toFrame?: number; types?: string[] }): AsyncGenerator<ReplayEvent>;
  /** The hash of every frame that one was recorded of, 16 hexadecimal digits, in order. */
  hashes(): AsyncGenerator<{ frame: number; hash: string }>;
  /** The state that a chunk begins with, as a checkpoint has it. */
  start(chunk: number): Promise<Uint8Array>;
}
