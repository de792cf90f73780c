/**
 * Bytes per second of one allocation: a token bucket that holds one second.
 *
 * @module
 */

/** A bucket; a take costs a few arithmetic operations and no memory. */
export class ByteRateLimiter {
  readonly #bytesPerMs: number;
  readonly #burstBytes: number;
  #availableBytes: number;
  #refilledAtMs: number;

  constructor(bytesPerSecond: number, nowMs: number) {
    this.#bytesPerMs = bytesPerSecond / 1000;
    this.#burstBytes = bytesPerSecond;
    this.#availableBytes = bytesPerSecond;
    this.#refilledAtMs = nowMs;
  }

  /** Takes the bytes, or takes nothing and answers false. */
  take(bytes: number, nowMs: number): boolean {
    if (nowMs > this.#refilledAtMs) {
      const filled = this.#availableBytes +
        (nowMs - this.#refilledAtMs) * this.#bytesPerMs;
      this.#availableBytes = filled < this.#burstBytes
        ? filled
        : this.#burstBytes;
      this.#refilledAtMs = nowMs;
    }
    if (bytes > this.#availableBytes) return false;
    this.#availableBytes -= bytes;
    return true;
  }
}
