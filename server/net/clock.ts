/**
 * The clocks of the process. The system's clock may be set back or forward at
 * any time, so it never measures a duration: only what is signed, certified or
 * logged has its time. This file alone reads it; a lint rule holds that.
 *
 * @module
 */

/** Milliseconds since the process started, whole; never goes back. */
export function monotonicMs(): number {
  return Math.floor(performance.now());
}

/** The system's clock in Unix milliseconds, for times that others compare. */
export function wallMs(): number {
  return Date.now();
}

/**
 * Creates a clock in Unix milliseconds that never goes back: it reads the
 * system's clock once and counts on from there. For times that are both
 * measured and stored over a restart.
 */
export function createSteadyUnixClock(
  readWallMs: () => number = wallMs,
  readMonotonicMs: () => number = monotonicMs,
): () => number {
  const offsetMs = readWallMs() - readMonotonicMs();
  return () => offsetMs + readMonotonicMs();
}
