/**
 * A repeating timer as a value, so that what checks from time to time can be
 * tested without waiting.
 *
 * @module
 */

/** Calls `run` each `periodMs` until the function that it returns is called. */
export type Scheduler = (run: () => void, periodMs: number) => () => void;

/** The real {@linkcode Scheduler}; it does not keep the process alive. */
export function scheduleInterval(
  run: () => void,
  periodMs: number,
): () => void {
  const id = setInterval(run, periodMs);
  Deno.unrefTimer(id);
  return () => clearInterval(id);
}
