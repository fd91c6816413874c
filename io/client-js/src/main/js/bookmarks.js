import { encodeBookmark } from './messages.js';

/** So many may wait for their answers. */
const MOST_WAITING = 16;

/** Marks that were sent and not answered. One whose answer was lost with the connection is not sent again. */
export class Bookmarks {
  #waiting = new Map();
  #number = 0;

  /**
   * @param {(message: Uint8Array) => void} send
   * @param {number} frame that is shown
   * @param {string} text
   * @returns {Promise<number>} the frame that was marked
   */
  add(send, frame, text) {
    if (this.#waiting.size >= MOST_WAITING) return Promise.reject(new Error('too many bookmarks wait for their answers'));
    return new Promise((resolve, reject) => {
      const number = this.#number + 1;
      const message = encodeBookmark(number, frame, text);
      this.#number = number;
      this.#waiting.set(number, { resolve, reject });
      send(message);
    });
  }

  kept({ number, frame }) {
    this.#waiting.get(number)?.resolve(frame);
    this.#waiting.delete(number);
  }

  refused({ sequence, reason }) {
    this.#waiting.get(sequence)?.reject(new Error(reason));
    this.#waiting.delete(sequence);
  }

  /** The connection is gone: nobody will say what became of them. */
  abandon(reason) {
    for (const { reject } of this.#waiting.values()) reject(new Error(reason));
    this.#waiting.clear();
  }
}
