/** Metres of the arena that are visible at least, along the window's longer and shorter side, when following. */
const LONG_SIDE = 44;
const SHORT_SIDE = 25;

/** How far the camera leans towards where the mouse points, as a part of the way. */
const LEAN = 0.14;

/** Time constant of the camera's movement. */
const SETTLE_MS = 90;

/** Room around the arena when all of it is shown, in pixels of the page. */
const MARGIN = 44;

/** Where the canvas looks: the point in its middle, and pixels per metre. */
export class Camera {
  x = 0;
  y = 0;
  scale = 0;
  width = 1;
  height = 1;
  isFitting = false;

  /** Fits the canvas to its place on the page, in the screen's own pixels. */
  resize(canvas) {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(canvas.clientWidth * ratio));
    const height = Math.max(1, Math.round(canvas.clientHeight * ratio));
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    this.ratio = ratio;
    this.width = width;
    this.height = height;
  }

  /**
   * Follows a point, or shows the whole map when there is none.
   *
   * @param {{x: number, y: number, aim: {x: number, y: number}} | null} focus
   * @param {{width: number, height: number}} map
   * @param {number} elapsedMs
   */
  update(focus, map, elapsedMs) {
    const whole = Math.min(
      (this.width - 2 * MARGIN * this.ratio) / map.width, (this.height - 2 * MARGIN * this.ratio) / map.height);
    const near = Math.max(this.width / LONG_SIDE, this.height / SHORT_SIDE, whole);
    const isWhole = this.isFitting || !focus;
    const scale = isWhole ? whole : near;
    let x = map.width / 2;
    let y = map.height / 2;
    if (!isWhole) {
      x = within(focus.x + (focus.aim.x - focus.x) * LEAN, this.width / scale, map.width);
      y = within(focus.y + (focus.aim.y - focus.y) * LEAN, this.height / scale, map.height);
    }
    const part = this.scale === 0 ? 1 : 1 - Math.exp(-elapsedMs / SETTLE_MS);
    this.x += (x - this.x) * part;
    this.y += (y - this.y) * part;
    this.scale += (scale - this.scale) * part;
  }

  /** Draws in metres from now on. */
  apply(context) {
    context.setTransform(
      this.scale, 0, 0, this.scale, this.width / 2 - this.x * this.scale, this.height / 2 - this.y * this.scale);
  }

  /** The point of the arena under a point of the page, relative to the canvas. */
  toArena(pageX, pageY) {
    if (this.scale === 0) return { x: this.x, y: this.y };
    return {
      x: this.x + (pageX * this.ratio - this.width / 2) / this.scale,
      y: this.y + (pageY * this.ratio - this.height / 2) / this.scale,
    };
  }
}

/** Keeps the window inside of the map, with so much of the outside that the page's corners hide no fighter. */
function within(at, seen, size) {
  const margin = 5;
  const low = seen / 2 - margin;
  const high = size - seen / 2 + margin;
  return low > high ? size / 2 : Math.max(low, Math.min(high, at));
}
