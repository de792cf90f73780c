/**
 * A token bucket: a steady rate with a bounded burst. The caller passes the
 * time; a clock that goes back neither adds nor removes tokens.
 *
 * @module
 */

/** Rate and burst of a token bucket. */
export interface TokenRate {
  /** Tokens added per second. */
  readonly perSecond: number;
  /** Capacity: tokens that may be taken at once. */
  readonly burst: number;
}

/** One bucket, full at first. */
export class TokenBucket {
  readonly #perSecond: number;
  /** Capacity and level in thousandths of a token, exact at whole milliseconds. */
  readonly #capacity: number;
  #level: number;
  #refilledAtMs: number;

  /** Creates a full bucket. */
  constructor({ perSecond, burst }: TokenRate, nowMs: number) {
    this.#perSecond = perSecond;
    this.#capacity = burst * 1000;
    this.#level = this.#capacity;
    this.#refilledAtMs = nowMs;
  }

  /** Takes `count` tokens and returns true, or takes none and returns false. */
  take(count: number, nowMs: number): boolean {
    this.#refill(nowMs);
    const cost = count * 1000;
    if (cost > this.#level) return false;
    this.#level -= cost;
    return true;
  }

  /** Whole milliseconds until `count` tokens are available; Infinity above the burst. */
  waitMs(count: number, nowMs: number): number {
    this.#refill(nowMs);
    const missing = count * 1000 - this.#level;
    if (missing <= 0) return 0;
    return count * 1000 > this.#capacity
      ? Infinity
      : Math.ceil(missing / this.#perSecond);
  }

  #refill(nowMs: number): void {
    if (nowMs <= this.#refilledAtMs) return;
    const level = this.#level + (nowMs - this.#refilledAtMs) * this.#perSecond;
    this.#level = level < this.#capacity ? level : this.#capacity;
    this.#refilledAtMs = nowMs;
  }
}
