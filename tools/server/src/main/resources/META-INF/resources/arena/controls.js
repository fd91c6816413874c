const STEP = 127;
const TURN = 65536;

const MOVES = {
  KeyW: [0, -1], ArrowUp: [0, -1],
  KeyS: [0, 1], ArrowDown: [0, 1],
  KeyA: [-1, 0], ArrowLeft: [-1, 0],
  KeyD: [1, 0], ArrowRight: [1, 0],
};

const DASHES = new Set(['Space', 'ShiftLeft', 'ShiftRight']);

/** Keyboard and mouse as the arena's input. Keys are known by their place, so other keyboards work alike. */
export class Controls {
  #held = new Set();
  #dashed = false;
  #fires = false;

  /** Where the mouse is on the canvas, in the page's pixels. */
  mouse = { x: 0, y: 0, isKnown: false };

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => void} changed called at every press and release
   */
  constructor(canvas, changed) {
    const changedBy = (event, apply) => {
      apply();
      event.preventDefault();
      changed();
    };
    window.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (DASHES.has(event.code)) {
        changedBy(event, () => { this.#dashed ||= !event.repeat; });
      } else if (MOVES[event.code]) {
        changedBy(event, () => this.#held.add(event.code));
      }
    });
    window.addEventListener('keyup', (event) => {
      if (this.#held.delete(event.code)) changed();
    });
    window.addEventListener('blur', () => {
      this.#held.clear();
      this.#fires = false;
      changed();
    });
    // Also while something covers the canvas, so that the aim is right at once.
    window.addEventListener('pointermove', (event) => this.#point(event, canvas));
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      this.#point(event, canvas);
      canvas.setPointerCapture(event.pointerId);
      this.#fires = true;
      changed();
    });
    for (const end of ['pointerup', 'pointercancel']) {
      window.addEventListener(end, (event) => {
        if (event.button !== 0 && end === 'pointerup') return;
        this.#fires = false;
        changed();
      });
    }
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
  }

  /**
   * The input of this moment; a dash is told once.
   *
   * @param {number} aim radians
   */
  take(aim) {
    let x = 0;
    let y = 0;
    for (const code of this.#held) {
      x += MOVES[code][0];
      y += MOVES[code][1];
    }
    const input = {
      moveX: Math.sign(x) * STEP,
      moveY: Math.sign(y) * STEP,
      aim: Math.round((aim / (2 * Math.PI)) * TURN) & (TURN - 1),
      fire: this.#fires,
      dash: this.#dashed,
    };
    this.#dashed = false;
    return input;
  }

  #point(event, canvas) {
    const place = canvas.getBoundingClientRect();
    this.mouse = { x: event.clientX - place.left, y: event.clientY - place.top, isKnown: true };
  }
}

const isTyping = (target) => target instanceof HTMLInputElement || target instanceof HTMLButtonElement;
