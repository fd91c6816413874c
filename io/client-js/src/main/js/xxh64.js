// XXH64 with seed 0, after the public description of the algorithm: 64-bit words as pairs of 32-bit halves, since BigInt would take
// a second for each megabyte.

const MASK16 = 0xffff;

/** The five primes, upper half and lower half. */
const P1 = [0x9e3779b1, 0x85ebca87];
const P2 = [0xc2b2ae3d, 0x27d4eb4f];
const P3 = [0x165667b1, 0x9e3779f9];
const P4 = [0x85ebca77, 0xc2b2ae63];
const P5 = [0x27d4eb2f, 0x165667c5];

const STRIPE = 32;
const LANES = 4;

/** Of the last operation: the upper and the lower half. */
let high = 0;
let low = 0;

function add(aHigh, aLow, bHigh, bLow) {
  const sum = (aLow >>> 0) + (bLow >>> 0);
  low = sum | 0;
  high = (aHigh + bHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
}

/** The upper half of a product of two unsigned 32-bit numbers. */
function upper(a, b) {
  const a0 = a & MASK16;
  const a1 = a >>> 16;
  const b0 = b & MASK16;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const other = a0 * b1 + (middle & MASK16);
  return (a1 * b1 + Math.floor(middle / 65536) + Math.floor(other / 65536)) | 0;
}

function multiply(aHigh, aLow, [bHigh, bLow]) {
  high = (upper(aLow, bLow) + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) | 0;
  low = Math.imul(aLow, bLow);
}

/** By 1 to 31 bits. */
function rotate(aHigh, aLow, bits) {
  high = (aHigh << bits) | (aLow >>> (32 - bits));
  low = (aLow << bits) | (aHigh >>> (32 - bits));
}

/** By 1 to 63 bits to the right, with itself. */
function mix(bits) {
  const byHigh = bits < 32 ? high >>> bits : 0;
  const byLow = bits < 32 ? (low >>> bits) | (high << (32 - bits)) : high >>> (bits - 32);
  high ^= byHigh;
  low ^= byLow;
}

/** Takes a word into a lane. */
function round(aHigh, aLow, wordHigh, wordLow) {
  multiply(wordHigh, wordLow, P2);
  add(aHigh, aLow, high, low);
  rotate(high, low, 31);
  multiply(high, low, P1);
}

/** Multiplies, then adds. */
function scale(prime, [plusHigh, plusLow]) {
  multiply(high, low, prime);
  add(high, low, plusHigh, plusLow);
}

/**
 * The hash of some bytes, as 16 hexadecimal digits.
 *
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function xxh64(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.byteLength;
  let at = 0;
  if (length >= STRIPE) {
    at = stripes(view, length);
  } else {
    [high, low] = P5;
  }
  add(high, low, Math.floor(length / 2 ** 32), length | 0);
  for (; at + 8 <= length; at += 8) {
    const [soFarHigh, soFarLow] = [high, low];
    round(0, 0, view.getInt32(at + 4, true), view.getInt32(at, true));
    high ^= soFarHigh;
    low ^= soFarLow;
    rotate(high, low, 27);
    scale(P1, P4);
  }
  if (at + 4 <= length) {
    const [soFarHigh, soFarLow] = [high, low];
    multiply(0, view.getInt32(at, true), P1);
    high ^= soFarHigh;
    low ^= soFarLow;
    rotate(high, low, 23);
    scale(P2, P3);
    at += 4;
  }
  for (; at < length; at++) {
    const [soFarHigh, soFarLow] = [high, low];
    multiply(0, view.getUint8(at), P5);
    high ^= soFarHigh;
    low ^= soFarLow;
    rotate(high, low, 11);
    multiply(high, low, P1);
  }
  mix(33);
  multiply(high, low, P2);
  mix(29);
  multiply(high, low, P3);
  mix(32);
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0');
}

/** Four lanes over all whole stripes, joined. @returns {number} where they end */
function stripes(view, length) {
  add(...P1, ...P2);
  const highs = [high, P2[0], 0, 0];
  const lows = [low, P2[1], 0, 0];
  add(~P1[0], ~P1[1], 0, 1);
  highs[3] = high;
  lows[3] = low;
  let at = 0;
  for (; at + STRIPE <= length; at += STRIPE) {
    for (let lane = 0; lane < LANES; lane++) {
      const from = at + lane * 8;
      round(highs[lane], lows[lane], view.getInt32(from + 4, true), view.getInt32(from, true));
      highs[lane] = high;
      lows[lane] = low;
    }
  }
  let joinedHigh = 0;
  let joinedLow = 0;
  [1, 7, 12, 18].forEach((bits, lane) => {
    rotate(highs[lane], lows[lane], bits);
    add(joinedHigh, joinedLow, high, low);
    joinedHigh = high;
    joinedLow = low;
  });
  for (let lane = 0; lane < LANES; lane++) {
    round(0, 0, highs[lane], lows[lane]);
    high ^= joinedHigh;
    low ^= joinedLow;
    scale(P1, P4);
    joinedHigh = high;
    joinedLow = low;
  }
  return at;
}
