// Reads the bits of a part: the lowest bit of a byte first, the lowest bit of a value first.

/** A part that no encoder of this layout and this client wrote. The decoder that throws it is as it was before. */
export class ViewFormatError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'ViewFormatError';
  }
}

export class BitReader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.position = 0;
    this.limit = bytes.length * 8;
  }

  /** @returns {boolean} */
  bit() {
    return this.read(1) !== 0;
  }

  /**
   * The next 0 to 32 bits, unsigned.
   *
   * @param {number} bits
   * @returns {number}
   */
  read(bits) {
    if (bits > this.limit - this.position) {
      throw new ViewFormatError('the part ends within a value');
    }
    let result = 0;
    let got = 0;
    while (got < bits) {
      const shift = this.position & 7;
      const take = Math.min(8 - shift, bits - got);
      const piece = (this.bytes[this.position >> 3] >>> shift) & ((1 << take) - 1);
      result += piece * 2 ** got;
      got += take;
      this.position += take;
    }
    return result;
  }

  /**
   * The next 0 to 64 bits, unsigned.
   *
   * @param {number} bits
   * @returns {bigint}
   */
  readBig(bits) {
    if (bits > this.limit - this.position) {
      throw new ViewFormatError('the part ends within a value');
    }
    if (bits <= 32) {
      return BigInt(this.read(bits));
    }
    const low = BigInt(this.read(32));
    return low | (BigInt(this.read(bits - 32)) << 32n);
  }

  /** A number that is mostly 0. @returns {number} */
  gap() {
    if (!this.bit()) {
      return 0;
    }
    if (!this.bit()) {
      return this.read(4) + 1;
    }
    return this.bit() ? this.read(16) : this.read(8) + 17;
  }

  /** A number of frames. @returns {number} */
  age() {
    return this.golomb(4, 31);
  }

  /**
   * The bits of a number in exponential Golomb code that follow its ones: the order and one for each.
   *
   * @param {number} order
   * @param {number} most the bits that hold any such number
   * @returns {number}
   */
  golombBits(order, most) {
    let bits = order;
    while (bits < most && this.bit()) {
      bits++;
    }
    return bits;
  }

  /**
   * A number in exponential Golomb code.
   *
   * @param {number} order
   * @param {number} most the bits that hold any such number: up to 32
   * @returns {number}
   */
  golomb(order, most) {
    const bits = this.golombBits(order, most);
    return bits === most ? this.read(most) : this.read(bits) + 2 ** bits - 2 ** order;
  }

  /**
   * The same of a number of up to 64 bits.
   *
   * @param {number} order
   * @param {number} most
   * @returns {bigint}
   */
  golombBig(order, most) {
    const bits = this.golombBits(order, most);
    const value = this.readBig(bits);
    return bits === most ? value : value + (1n << BigInt(bits)) - (1n << BigInt(order));
  }

  /** Fails unless only the zeros that fill the last byte are left. */
  requireEnd() {
    if (this.limit - this.position >= 8 || this.read(this.limit - this.position) !== 0) {
      throw new ViewFormatError('the part goes on behind its end');
    }
  }
}
