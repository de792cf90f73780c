/**
 * How fast a transfer goes, evened out over a few seconds.
 *
 * @module
 */

/** Weight of the past falls to about a third in this time. */
const MEMORY_MS = 2_000;

/** Speed of one transfer. */
export class Rate {
  #atMs: number | null = null;
  #bytes = 0;
  #perSecond = 0;

  /** Takes how far the transfer is now; bytes a second since the last looks. */
  update(bytes: number, nowMs: number): number {
    const wasAtMs = this.#atMs;
    const passedMs = nowMs - (wasAtMs ?? nowMs);
    if (wasAtMs === null || bytes < this.#bytes) {
      this.#perSecond = 0;
    } else if (passedMs <= 0) {
      return this.#perSecond;
    } else {
      const now = (bytes - this.#bytes) * 1000 / passedMs;
      const past = this.#perSecond === 0 ? 0 : Math.exp(-passedMs / MEMORY_MS);
      this.#perSecond = now * (1 - past) + this.#perSecond * past;
    }
    this.#atMs = nowMs;
    this.#bytes = bytes;
    return this.#perSecond;
  }
}
