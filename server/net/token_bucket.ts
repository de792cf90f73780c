/**
 * A token bucket: a steady rate with room for a burst, as when a browser sends
 * a hundred candidates at once.
 *
 * @module
 */

/** How many seconds' worth of tokens a full bucket holds. */
export const BURST_SECONDS = 4;

/** Tokens that come back at a steady rate; the clock is the caller's. */
export class TokenBucket {
  readonly #tokensPerMs: number;
  readonly #capacity: number;
  #tokens: number;
  #refilledAtMs: number;

  /** A full bucket of `perSecond` times {@linkcode BURST_SECONDS} tokens. */
  constructor(perSecond: number, nowMs: number) {
    this.#tokensPerMs = perSecond / 1000;
    this.#capacity = perSecond * BURST_SECONDS;
    this.#tokens = this.#capacity;
    this.#refilledAtMs = nowMs;
  }

  /** Takes `count` tokens, or none and false when they are not there. */
  take(count: number, nowMs: number): boolean {
    if (nowMs > this.#refilledAtMs) {
      this.#tokens = Math.min(
        this.#capacity,
        this.#tokens + (nowMs - this.#refilledAtMs) * this.#tokensPerMs,
      );
      this.#refilledAtMs = nowMs;
    }
    if (count > this.#tokens) return false;
    this.#tokens -= count;
    return true;
  }
}
