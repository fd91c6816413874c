import type { Connect } from './index.js';

/** Messages over TCP to `tcp://host:port`; to `ws://` and `wss://` over the WebSocket that Node 22 and later have. */
export const carrier: Connect;

/** Messages over TCP to `tcp://host:port`. */
export const tcp: Connect;
