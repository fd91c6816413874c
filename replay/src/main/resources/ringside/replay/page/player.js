// Where in the recording one is, and how fast it goes on.

export const SPEEDS = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16, 32, 64];

export class Player {
  /** In frames, fractions included while it plays. */
  position;
  speed = 1;
  isPlaying = false;

  /** @param {{firstFrame: number, lastFrame: number, opensAt: number, hz: number}} info */
  constructor(info) {
    this.info = info;
    this.position = info.opensAt;
  }

  get frame() {
    return Math.floor(this.position);
  }

  /** Where it would be after some time; never beyond the last frame. */
  after(elapsedMs) {
    return Math.min(this.info.lastFrame, this.position + (elapsedMs / 1000) * this.info.hz * this.speed);
  }

  seek(frame) {
    this.position = Math.max(this.info.firstFrame, Math.min(this.info.lastFrame, Math.round(frame)));
  }

  faster(way) {
    const at = SPEEDS.indexOf(this.speed) + way;
    this.speed = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at))];
  }
}
