/** Carriers for Node: plain TCP, which needs nothing but Node itself. */
import { connect } from 'node:net';
import { webSocket } from './connection.js';

/** Each message is preceded by its length, two bytes, big-endian. */
const LENGTH_BYTES = 2;

/**
 * Messages over TCP to `tcp://host:port`; to `ws://` and `wss://` over the WebSocket that Node 22 and later have.
 *
 * @type {import('./connection.js').Connect}
 */
export function carrier(url, events) {
  return url.startsWith('tcp:') ? tcp(url, events) : webSocket(url, events);
}

/** @type {import('./connection.js').Connect} */
export function tcp(url, events) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), noDelay: true });
  let detail = '';
  let waiting = new Uint8Array(0);
  socket.on('connect', () => events.onOpen());
  socket.on('error', (error) => { detail = error.message; });
  socket.on('close', () => events.onClose(detail));
  socket.on('data', (data) => {
    const bytes = new Uint8Array(waiting.length + data.length);
    bytes.set(waiting);
    bytes.set(data, waiting.length);
    let at = 0;
    while (bytes.length - at >= LENGTH_BYTES) {
      const end = at + LENGTH_BYTES + ((bytes[at] << 8) | bytes[at + 1]);
      if (end > bytes.length) break;
      events.onMessage(bytes.slice(at + LENGTH_BYTES, end));
      at = end;
    }
    waiting = bytes.slice(at);
  });
  return {
    send: (message) => {
      if (!socket.writable) return;
      const framed = new Uint8Array(LENGTH_BYTES + message.length);
      framed[0] = message.length >> 8;
      framed[1] = message.length & 0xff;
      framed.set(message, LENGTH_BYTES);
      socket.write(framed);
    },
    close: () => socket.end(),
  };
}
