/**
 * Arithmetic mean.
 *
 * @module
 */

/** Mean of some values, or null when there are none. */
export function computeMean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
