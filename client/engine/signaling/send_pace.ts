/**
 * How fast the page may send: never faster than the server told it to, since
 * the server ends a socket that is.
 *
 * @module
 */

/** Seconds' worth of messages that may go at once; half of what the server lets pass. */
const BURST_SECONDS = 2;

/** Grants messages at a steady rate, with room for a burst. */
export class SendPace {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #atMs: number;

  constructor(perSecond: number, nowMs: number) {
    this.#perMs = perSecond / 1000;
    this.#burst = perSecond * BURST_SECONDS;
    this.#tokens = this.#burst;
    this.#atMs = nowMs;
  }

  /** Milliseconds until a message may go; 0 lets it go now and counts it. */
  take(nowMs: number): number {
    const sinceMs = Math.max(0, nowMs - this.#atMs);
    this.#tokens = Math.min(this.#burst, this.#tokens + sinceMs * this.#perMs);
    this.#atMs = nowMs;
    if (this.#tokens < 1) return Math.ceil((1 - this.#tokens) / this.#perMs);
    this.#tokens -= 1;
    return 0;
  }
}
