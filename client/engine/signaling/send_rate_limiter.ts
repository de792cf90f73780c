/**
 * Keeps the page below the message rate of the server, which closes a socket
 * that exceeds it.
 *
 * @module
 */

/** Size of a burst in seconds of the rate; half of what the server allows. */
const BURST_SECONDS = 2;

/** Token bucket of the messages that may be sent. */
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

  /** Takes a token and returns 0, or the milliseconds until there is one. */
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
