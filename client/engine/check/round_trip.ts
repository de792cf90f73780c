/**
 * Median of several round trips.
 *
 * @module
 */

/** Median of some values, or null when there are none. */
export function computeMedian(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}

/**
 * Median of `count` measurements made one after the other, or null as soon as
 * one of them times out.
 */
export async function measureMedianMs(
  count: number,
  measureOnceMs: () => Promise<number | null>,
): Promise<number | null> {
  const times: number[] = [];
  while (times.length < count) {
    const timeMs = await measureOnceMs();
    if (timeMs === null) return null;
    times.push(timeMs);
  }
  return computeMedian(times);
}
