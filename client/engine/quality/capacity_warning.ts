/**
 * Notices when a call is larger than this device and network carry, and says
 * so once.
 *
 * @module
 */
import type { Carrying } from "./call_capacity.ts";

/** A call that has been too large for this long is worth a word. */
export const BEYOND_MS = 12_000;

/** Follows the size of one call. */
export class Beyond {
  readonly #onBeyond: () => void;
  #sinceMs: number | null = null;
  #isTold = false;

  /** @param onBeyond Called at most once. */
  constructor(onBeyond: () => void) {
    this.#onBeyond = onBeyond;
  }

  /**
   * True while the call has been too large for long enough.
   *
   * @param present People in the call, with oneself.
   */
  update(carrying: Carrying | null, present: number, nowMs: number): boolean {
    const isOver = carrying !== null && !carrying.isAtLeast &&
      present > carrying.members;
    this.#sinceMs = isOver ? this.#sinceMs ?? nowMs : null;
    const isBeyond = this.#sinceMs !== null &&
      nowMs - this.#sinceMs >= BEYOND_MS;
    if (isBeyond && !this.#isTold) {
      this.#isTold = true;
      this.#onBeyond();
    }
    return isBeyond;
  }
}
