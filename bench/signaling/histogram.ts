/**
 * Quantiles of many latencies in little memory: buckets that grow with the
 * value, so that each is known to 1 %.
 *
 * @module
 */

const STEP = Math.log(1.01);
const BUCKETS = 2_000;

/** Counts values above 0; below 1 they count as 1. */
export class Histogram {
  #counts = new Uint32Array(BUCKETS);
  #total = 0;

  /** How many values were added. */
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

  /** Forgets everything. */
  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }

  /** The value that a share `q` (0 to 1) of all does not exceed; NaN when empty. */
  quantile(q: number): number {
    const wanted = Math.max(1, Math.ceil(q * this.#total));
    let seen = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count;
      if (count > 0 && seen >= wanted) return Math.exp((bucket + 0.5) * STEP);
    }
    return NaN;
  }
}
