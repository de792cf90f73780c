/**
 * Warns once when the call exceeds the estimated capacity of this device or
 * network.
 *
 * @module
 */
import type { CallCapacity } from "./call_capacity.ts";

/** How long a call must exceed the capacity before the warning. */
export const OVER_CAPACITY_MS = 12_000;

/** Warning of one call. */
export class CapacityWarning {
  readonly #onOverCapacity: () => void;
  #overSinceMs: number | null = null;
  #isReported = false;

  /** @param onOverCapacity Called at most once. */
  constructor(onOverCapacity: () => void) {
    this.#onOverCapacity = onOverCapacity;
  }

  /**
   * True while the call has exceeded the capacity for long enough.
   *
   * @param memberCount Number of members including ourselves.
   */
  update(
    capacity: CallCapacity | null,
    memberCount: number,
    nowMs: number,
  ): boolean {
    const isOver = capacity !== null && !capacity.isLowerBound &&
      memberCount > capacity.maxMembers;
    this.#overSinceMs = isOver ? this.#overSinceMs ?? nowMs : null;
    const isOverCapacity = this.#overSinceMs !== null &&
      nowMs - this.#overSinceMs >= OVER_CAPACITY_MS;
    if (isOverCapacity && !this.#isReported) {
      this.#isReported = true;
      this.#onOverCapacity();
    }
    return isOverCapacity;
  }
}
