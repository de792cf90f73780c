/**
 * Bytes per second of one allocation: a token bucket that holds one second.
 *
 * @module
 */

/** A bucket; a take costs a few arithmetic operations and no memory. */
export class ByteRate {
  readonly #bytesPerMs: number;
  readonly #max: number;
  #left: number;
  #filledMs: number;

  constructor(bytesPerSecond: number, nowMs: number) {
    this.#bytesPerMs = bytesPerSecond / 1000;
    this.#max = bytesPerSecond;
    this.#left = bytesPerSecond;
    this.#filledMs = nowMs;
  }

  /** Takes the bytes, or takes nothing and answers false. */
  take(bytes: number, nowMs: number): boolean {
    if (nowMs > this.#filledMs) {
      const filled = this.#left + (nowMs - this.#filledMs) * this.#bytesPerMs;
      this.#left = filled < this.#max ? filled : this.#max;
      this.#filledMs = nowMs;
    }
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}
