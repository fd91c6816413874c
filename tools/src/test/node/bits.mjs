// The codes of a view's body: the lowest bit of a byte first, the lowest bit of a value first.

export class Bits {
  #bytes;
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  bit() {
    if (this.#at >= this.#bytes.length * 8) {
      throw new Error('the part ends in the middle of a value');
    }
    const bit = (this.#bytes[this.#at >> 3] >> (this.#at & 7)) & 1;
    this.#at++;
    return bit;
  }

  /** A value of up to 64 bits. */
  wide(count) {
    let value = 0n;
    for (let i = 0n; i < count; i++) {
      value |= BigInt(this.bit()) << i;
    }
    return value;
  }

  /** A value of up to 32 bits. */
  small(count) {
    return Number(this.wide(count));
  }

  golomb(k, b) {
    let q = 0;
    while (q < b - k && this.bit() === 1) {
      q++;
    }
    return q === b - k ? this.wide(b) : this.wide(k + q) + (1n << BigInt(k + q)) - (1n << BigInt(k));
  }

  gap() {
    if (this.bit() === 0) {
      return 0;
    }
    if (this.bit() === 0) {
      return this.small(4) + 1;
    }
    return this.bit() === 0 ? this.small(8) + 17 : this.small(16);
  }

  age() {
    return Number(this.golomb(4, 31));
  }

  requireEnd() {
    const rest = this.#bytes.length * 8 - this.#at;
    if (rest >= 8 || this.small(rest) !== 0) {
      throw new Error(`${rest} bits behind the end`);
    }
  }
}

/** Bits that numbers up to this one need. */
export function bitsFor(largest) {
  return largest === 0n ? 0 : largest.toString(2).length;
}
