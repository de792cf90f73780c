/**
 * Audio level on the scale of the level meters.
 *
 * @module
 */

/** Meter level, 0 to 1, of an RMS amplitude: 60 decibels from end to end. */
export function toMeterLevel(rms: number): number {
  const decibels = 20 * Math.log10(Math.max(rms, 1e-6));
  return Math.min(1, Math.max(0, 1 + decibels / 60));
}
