/**
 * How fast a transfer goes, evened out over a few seconds.
 *
 * @module
 */

/** Weight of the past falls to about a third in this time. */
const SMOOTHING_MS = 2_000;

/** Speed of one transfer. */
export class TransferRate {
  #atMs: number | null = null;
  #bytes = 0;
  #bytesPerSecond = 0;

  /** Takes how far the transfer is now; bytes a second since the last looks. */
  update(bytes: number, nowMs: number): number {
    const wasAtMs = this.#atMs;
    const passedMs = nowMs - (wasAtMs ?? nowMs);
    if (wasAtMs === null || bytes < this.#bytes) {
      this.#bytesPerSecond = 0;
    } else if (passedMs <= 0) {
      return this.#bytesPerSecond;
    } else {
      const now = (bytes - this.#bytes) * 1000 / passedMs;
      const past = this.#bytesPerSecond === 0
        ? 0
        : Math.exp(-passedMs / SMOOTHING_MS);
      this.#bytesPerSecond = now * (1 - past) + this.#bytesPerSecond * past;
    }
    this.#atMs = nowMs;
    this.#bytes = bytes;
    return this.#bytesPerSecond;
  }
}
