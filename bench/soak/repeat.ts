/**
 * The timing of attacks and faults.
 *
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";

/** Runs `step` every `intervalMs`, for `seconds`. */
export async function repeat(
  seconds: number,
  intervalMs: number,
  step: () => Promise<void>,
): Promise<void> {
  const endMs = performance.now() + seconds * 1000;
  while (performance.now() < endMs) {
    const nextMs = performance.now() + intervalMs;
    await step();
    await sleep(Math.max(0, Math.min(nextMs, endMs) - performance.now()));
  }
}

/** Waits until something is true; the milliseconds that it took, or null. */
export async function waitUntil(
  isTrue: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<number | null> {
  const startMs = performance.now();
  while (!await isTrue()) {
    if (performance.now() - startMs > limitMs) return null;
    await sleep(20);
  }
  return performance.now() - startMs;
}
