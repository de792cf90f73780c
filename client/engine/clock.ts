/**
 * Time as the engine uses it; tests pass a clock of their own.
 *
 * @module
 */

/** A clock with timers; times are milliseconds on one monotonic scale. */
export interface Clock {
  nowMs(): number;
  /** Calls `run` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** Clock of the browser. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
