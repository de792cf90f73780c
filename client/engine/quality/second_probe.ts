/**
 * A second measurement of a path. Chromium measures a new path with two bursts,
 * and a delay of some milliseconds at either side can make them useless; its
 * estimate then grows by 8 % a second. It measures again when the highest
 * bitrate rises while little is sent, so that is lowered for a moment.
 *
 * @module
 */

/** Time from the first estimate for the first measurement. */
export const SECOND_PROBE_MS = 750;
/**
 * Round trips of the first measurement, which may be repeated with higher
 * bitrates. A pause within it lowers the measured throughput, and the browser
 * its estimate to that.
 */
export const PROBE_ROUND_TRIPS = 3;
/** Little must be sent for that long. */
export const PAUSE_MS = 700;
/** Bitrate of video meanwhile: well below any estimate. */
export const PAUSE_KBPS = 30;

/** Estimate of a measurement that succeeded; browsers begin with 300. */
const MEASURED_KBPS = 600;
/** Growth between two readings that shows that the first measurement goes on. */
const GROWING_FACTOR = 1.2;

/** Measurement of one path; at most one is made. */
export class SecondProbe {
  #pausedAtMs: number | null = null;
  #isDone = false;

  /** True while little should be sent. */
  get isPaused(): boolean {
    return this.#pausedAtMs !== null && !this.#isDone;
  }

  /**
   * Uses the last two estimates, in kbit/s.
   *
   * @param isSmall The picture is smaller than wanted.
   * @param elapsedMs Time since the first estimate.
   * @returns True when a pause has begun or ended.
   */
  update(
    isSmall: boolean,
    [before = 0, last = before]: readonly number[],
    rttMs: number,
    elapsedMs: number,
  ): boolean {
    if (this.#isDone) return false;
    if (this.#pausedAtMs !== null) {
      this.#isDone = elapsedMs - this.#pausedAtMs >= PAUSE_MS;
      return this.#isDone;
    }
    this.#isDone = last >= MEASURED_KBPS;
    const measuredMs = Math.max(SECOND_PROBE_MS, PROBE_ROUND_TRIPS * rttMs);
    const isNeeded = !this.#isDone && elapsedMs >= measuredMs && isSmall &&
      last < before * GROWING_FACTOR;
    if (isNeeded) this.#pausedAtMs = elapsedMs;
    return isNeeded;
  }
}
