/**
 * Notices when a call is larger than this device and network carry, and says
 * so once.
 *
 * @module
 */
import type { CallCapacity } from "./call_capacity.ts";

/** A call that has been too large for this long is worth a word. */
export const OVER_CAPACITY_MS = 12_000;

/** Follows the size of one call. */
export class CapacityWarning {
  readonly #onOverCapacity: () => void;
  #overSinceMs: number | null = null;
  #isReported = false;

  /** @param onBeyond Called at most once. */
  constructor(onBeyond: () => void) {
    this.#onOverCapacity = onBeyond;
  }

  /**
   * True while the call has been too large for long enough.
   *
   * @param present People in the call, with oneself.
   */
  update(
    carrying: CallCapacity | null,
    present: number,
    nowMs: number,
  ): boolean {
    const isOver = carrying !== null && !carrying.isLowerBound &&
      present > carrying.maxMembers;
    this.#overSinceMs = isOver ? this.#overSinceMs ?? nowMs : null;
    const isBeyond = this.#overSinceMs !== null &&
      nowMs - this.#overSinceMs >= OVER_CAPACITY_MS;
    if (isBeyond && !this.#isReported) {
      this.#isReported = true;
      this.#onOverCapacity();
    }
    return isBeyond;
  }
}
