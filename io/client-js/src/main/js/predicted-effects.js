/**
 * Effects of the player's own doing: shown when they are predicted, and not again when the server shows them. The two are
 * matched by the number of the input that they follow from; where inputs were merged on the way, by what they say, within
 * a few frames.
 */

/** An effect that the server shows so many frames off the predicted one is another one. */
const NEAR_FRAMES = 8;

/** The server's view of an effect's frame came so long ago: it did not happen. */
const GIVEN_UP_FRAMES = 30;

/** Which input a frame consumed is known of so many frames. */
const FRAMES_KNOWN = 128;

export class PredictedEffects {
  /** How many the server confirmed, and how many it never showed. */
  confirmed = 0;
  denied = 0;

  #onEffect;

  /** Shown, and not confirmed yet. @type {{name: string, frame: number, inputSeq: number, fields: Record<string, any>}[]} */
  #awaited = [];

  /** The last input consumed in a frame, by frame. @type {Map<number, number>} */
  #consumed = new Map();

  /** Frames up to this one were computed before: computed again, they show nothing anew. */
  #newestFrame = -1;
  #frame = -1;
  #inputSeq = 0;

  /** @param {(effect: import('./client.js').Effect) => void} onEffect */
  constructor(onEffect) {
    this.#onEffect = onEffect;
  }

  begin() {
    this.#awaited = [];
    this.#consumed.clear();
    this.#newestFrame = -1;
  }

  /** What is emitted from now on happens in this frame, by this input. */
  predicting(frame, inputSeq) {
    this.#frame = frame;
    this.#inputSeq = inputSeq;
  }

  /** Everything up to a frame was computed. */
  predicted(frame) {
    this.#newestFrame = Math.max(this.#newestFrame, frame);
  }

  emit(name, fields) {
    if (this.#frame <= this.#newestFrame) return;
    const effect = { name, frame: this.#frame, inputSeq: this.#inputSeq, fields: { ...fields } };
    this.#awaited.push(effect);
    this.#onEffect({ ...effect, sure: false, predicted: true });
  }

  /** A view shows which input its frame consumed last. */
  shown(frame, lastInput) {
    this.#consumed.set(frame, lastInput);
    for (const old of this.#consumed.keys()) {
      if (old > frame - FRAMES_KNOWN) break;
      this.#consumed.delete(old);
    }
    const waiting = this.#awaited.filter((effect) => effect.frame > frame - GIVEN_UP_FRAMES);
    this.denied += this.#awaited.length - waiting.length;
    this.#awaited = waiting;
  }

  /**
   * Whether an effect of the server's was shown already, when it was predicted.
   *
   * @param {import('./client.js').Effect} effect
   */
  confirms(effect) {
    const inputSeq = this.#consumed.get(effect.frame);
    const alike = this.#awaited.filter((one) => one.name === effect.name
      && Object.entries(one.fields).every(([name, value]) => effect.fields[name] === value));
    const match = alike.find((one) => one.inputSeq === inputSeq)
      ?? alike.find((one) => Math.abs(one.frame - effect.frame) <= NEAR_FRAMES);
    if (!match) return false;
    this.#awaited = this.#awaited.filter((one) => one !== match);
    this.confirmed++;
    return true;
  }
}
