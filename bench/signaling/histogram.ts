/**
 * A histogram of latencies with logarithmic buckets, exact to 1 %.
 *
 * @module
 */

const STEP = Math.log(1.01);
const BUCKETS = 2_000;

/** A histogram of positive values; those below 1 count as 1. */
export class Histogram {
  #counts = new Uint32Array(BUCKETS);
  #total = 0;

  /** Number of values. */
  get count(): number {
    return this.#total;
  }

  /** Adds one value, such as a latency in microseconds. */
  add(value: number): void {
    const bucket = value <= 1 ? 0 : Math.floor(Math.log(value) / STEP);
    const index = Math.min(bucket, BUCKETS - 1);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#total++;
  }

  /** Removes all values. */
  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }

  /** Quantile `q` (0 to 1); NaN when empty. */
  quantile(q: number): number {
    const rank = Math.max(1, Math.ceil(q * this.#total));
    let seen = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count;
      if (count > 0 && seen >= rank) return Math.exp((bucket + 0.5) * STEP);
    }
    return NaN;
  }
}
