/**
 * Rounds numbers for texts and drawings.
 *
 * @module
 */

/** `value` to one decimal. */
export function roundToTenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** `value` to one decimal below 10, otherwise to an integer. */
export function roundForDisplay(value: number): number {
  return value < 10 ? roundToTenth(value) : Math.round(value);
}
