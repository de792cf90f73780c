/**
 * How late timers run: everything in the process waits that long.
 * `monitorEventLoopDelay` of Node reports other units and no maximum under Deno.
 *
 * @module
 */
import type { Scheduler } from "../scheduler.ts";

const PERIOD_MS = 50;

/**
 * Calls `observe` with the delay of each tick in seconds.
 *
 * @param nowMs Milliseconds of a clock that never goes back.
 * @returns The function that stops it.
 */
export function observeEventLoopDelay(
  schedule: Scheduler,
  nowMs: () => number,
  observe: (seconds: number) => void,
): () => void {
  let lastMs = nowMs();
  return schedule(() => {
    const now = nowMs();
    observe(Math.max(0, now - lastMs - PERIOD_MS) / 1000);
    lastMs = now;
  }, PERIOD_MS);
}
