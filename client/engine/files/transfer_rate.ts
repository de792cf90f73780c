/**
 * Rate of a transfer, smoothed over a few seconds.
 *
 * @module
 */

/** Time constant of the exponential smoothing. */
const SMOOTHING_MS = 2_000;

/** Rate of one transfer. */
export class TransferRate {
  #atMs: number | null = null;
  #bytes = 0;
  #bytesPerSecond = 0;

  /** Records the progress; returns the rate in bytes a second. */
  update(bytes: number, nowMs: number): number {
    const previousAtMs = this.#atMs;
    const elapsedMs = nowMs - (previousAtMs ?? nowMs);
    if (previousAtMs === null || bytes < this.#bytes) {
      this.#bytesPerSecond = 0;
    } else if (elapsedMs <= 0) {
      return this.#bytesPerSecond;
    } else {
      const current = (bytes - this.#bytes) * 1000 / elapsedMs;
      const weight = this.#bytesPerSecond === 0
        ? 0
        : Math.exp(-elapsedMs / SMOOTHING_MS);
      this.#bytesPerSecond = current * (1 - weight) +
        this.#bytesPerSecond * weight;
    }
    this.#atMs = nowMs;
    this.#bytes = bytes;
    return this.#bytesPerSecond;
  }
}
