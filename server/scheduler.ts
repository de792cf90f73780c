/**
 * A repeating timer as a value, so that periodic checks are tested without
 * waiting.
 *
 * @module
 */

/** Calls `run` every `periodMs` milliseconds; returns the function that stops it. */
export type Scheduler = (run: () => void, periodMs: number) => () => void;

/** The {@linkcode Scheduler} of the runtime; does not keep the process alive. */
export function scheduleInterval(
  run: () => void,
  periodMs: number,
): () => void {
  const id = setInterval(run, periodMs);
  Deno.unrefTimer(id);
  return () => clearInterval(id);
}
