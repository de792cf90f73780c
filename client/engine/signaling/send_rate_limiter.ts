/**
 * How fast the page may send: never faster than the server told it to, since
 * the server ends a socket that is.
 *
 * @module
 */

/** Seconds' worth of messages that may go at once; half of what the server lets pass. */
const BURST_SECONDS = 2;

/** Grants messages at a steady rate, with room for a burst. */
export class SendRateLimiter {
  readonly #tokensPerMs: number;
  readonly #capacity: number;
  #tokens: number;
  #refilledAtMs: number;

  constructor(perSecond: number, nowMs: number) {
    this.#tokensPerMs = perSecond / 1000;
    this.#capacity = perSecond * BURST_SECONDS;
    this.#tokens = this.#capacity;
    this.#refilledAtMs = nowMs;
  }

  /** Milliseconds until a message may go; 0 lets it go now and counts it. */
  take(nowMs: number): number {
    const sinceMs = Math.max(0, nowMs - this.#refilledAtMs);
    this.#tokens = Math.min(
      this.#capacity,
      this.#tokens + sinceMs * this.#tokensPerMs,
    );
    this.#refilledAtMs = nowMs;
    if (this.#tokens < 1) {
      return Math.ceil((1 - this.#tokens) / this.#tokensPerMs);
    }
    this.#tokens -= 1;
    return 0;
  }
}
