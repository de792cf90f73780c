/**
 * A second measurement of a path. Chromium measures a new path with two bursts,
 * and a delay of some milliseconds at either side can make them useless; its
 * estimate then grows by 8 % a second. It measures again when the highest
 * bitrate rises while little is sent, so that is lowered for a moment.
 *
 * @module
 */

/** Time for the first measurement. */
export const SECOND_PROBE_MS = 1_000;
/** Little must be sent for that long. */
export const PAUSE_MS = 700;
/** Bitrate of video meanwhile: well below any estimate. */
export const PAUSE_KBPS = 30;

/** Growth between two readings that shows that the first measurement goes on. */
const GROWING_FACTOR = 1.2;

/** Measurement of one path; at most one is made. */
export class SecondProbe {
  readonly #startedAtMs: number;
  #pausedAtMs: number | null = null;
  #isDone = false;

  /** @param nowMs When the connection started. */
  constructor(nowMs: number) {
    this.#startedAtMs = nowMs;
  }

  /** True while little should be sent. */
  get isPaused(): boolean {
    return this.#pausedAtMs !== null && !this.#isDone;
  }

  /**
   * Uses the last two estimates, in kbit/s.
   *
   * @param isSmall The picture is smaller than wanted.
   * @returns True when a pause has begun or ended.
   */
  update(
    isSmall: boolean,
    [before = 0, last = Infinity]: readonly number[],
    nowMs: number,
  ): boolean {
    if (this.#isDone) return false;
    if (this.#pausedAtMs !== null) {
      this.#isDone = nowMs - this.#pausedAtMs >= PAUSE_MS;
      return this.#isDone;
    }
    if (nowMs - this.#startedAtMs < SECOND_PROBE_MS) return false;
    const isNeeded = isSmall && last < before * GROWING_FACTOR;
    if (isNeeded) this.#pausedAtMs = nowMs;
    return isNeeded;
  }
}
