/**
 * Decides from the time that frames take whether a device keeps up with the
 * background: first the mask is computed less often, then the effect ends.
 *
 * @module
 */

/** Consequence of the frame times. */
export type ProcessingLoad = "normal" | "reduced" | "overloaded";

/** Mean frame time from which the mask is computed for every second frame. */
export const REDUCE_ABOVE_MS = 45;
/** Mean frame time below which every frame gets its mask again. */
export const RESTORE_BELOW_MS = 15;
/** Mean frame time, with the reduced mask, at which the effect ends: 7 frames a second. */
export const OVERLOAD_ABOVE_MS = 140;
/** Time that a frame time must last until something is changed. */
export const REDUCE_AFTER_MS = 4_000;
/** Likewise before the mask is computed for every frame again. */
export const RESTORE_AFTER_MS = 15_000;
/** Likewise before the effect ends. */
export const OVERLOAD_AFTER_MS = 10_000;

/** Follows the frame times of one effect. */
export class OverloadMonitor {
  #load: ProcessingLoad = "normal";
  #slowSinceMs: number | null = null;
  #fastSinceMs: number | null = null;
  #overloadedSinceMs: number | null = null;

  /** Adds a mean frame time, and returns the load. */
  update(frameMs: number, nowMs: number): ProcessingLoad {
    this.#slowSinceMs = since(
      frameMs > REDUCE_ABOVE_MS,
      this.#slowSinceMs,
      nowMs,
    );
    this.#fastSinceMs = since(
      frameMs < RESTORE_BELOW_MS,
      this.#fastSinceMs,
      nowMs,
    );
    this.#overloadedSinceMs = since(
      frameMs > OVERLOAD_ABOVE_MS && this.#load !== "normal",
      this.#overloadedSinceMs,
      nowMs,
    );
    if (hasLasted(this.#overloadedSinceMs, OVERLOAD_AFTER_MS, nowMs)) {
      this.#load = "overloaded";
    } else if (
      this.#load === "normal" &&
      hasLasted(this.#slowSinceMs, REDUCE_AFTER_MS, nowMs)
    ) {
      this.#load = "reduced";
    } else if (
      this.#load === "reduced" &&
      hasLasted(this.#fastSinceMs, RESTORE_AFTER_MS, nowMs)
    ) {
      this.#load = "normal";
    }
    return this.#load;
  }
}

/** Start of a condition that holds, or null. */
function since(
  holds: boolean,
  sinceMs: number | null,
  nowMs: number,
): number | null {
  return holds ? sinceMs ?? nowMs : null;
}

function hasLasted(
  sinceMs: number | null,
  durationMs: number,
  nowMs: number,
): boolean {
  return sinceMs !== null && nowMs - sinceMs >= durationMs;
}
