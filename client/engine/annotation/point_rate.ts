/**
 * Limits the points that one member may add to shared screens.
 *
 * @module
 */

/** Most points of one member within a second; pages send about 120. */
export const MAX_POINTS_PER_SECOND = 400;

const WINDOW_MS = 1_000;

/** Points of one member in the current second. */
export class PointRate {
  #windowStartMs = -Infinity;
  #count = 0;

  /** True when these points are within the limit. */
  accepts(points: number, nowMs: number): boolean {
    if (nowMs - this.#windowStartMs >= WINDOW_MS) {
      this.#windowStartMs = nowMs;
      this.#count = 0;
    }
    this.#count += points;
    return this.#count <= MAX_POINTS_PER_SECOND;
  }
}
