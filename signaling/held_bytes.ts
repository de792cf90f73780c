/**
 * Limits the bytes that the server holds for a group of clients: unsent bytes
 * of a room or of all, messages kept for a replay. Each addition counts into an
 * estimate; the exact sum, which has to look at every holder, is computed when
 * the estimate reaches the limit.
 *
 * @module
 */

/** What holds the bytes. */
export interface HeldBytesGroup<Holder> {
  /** Every holder of the group. */
  readonly holders: () => Iterable<Holder>;
  /** Bytes that a holder has now. */
  readonly bytesOf: (holder: Holder) => number;
  /** Frees the bytes of a holder. */
  readonly free: (holder: Holder) => void;
}

/**
 * Share of the limit that remains after bytes were freed, so that the next
 * exact sum is far off.
 */
const REMAINING_SHARE = 7 / 8;

/** Counts the bytes of one group. */
export class HeldBytesLimit<Holder> {
  readonly #maxBytes: number;
  readonly #group: HeldBytesGroup<Holder>;
  /** At least the exact sum. */
  #estimate = 0;

  /** Limits the sum over the holders to `maxBytes`. */
  constructor(maxBytes: number, group: HeldBytesGroup<Holder>) {
    this.#maxBytes = maxBytes;
    this.#group = group;
  }

  /**
   * Counts bytes that a holder of the group got. Beyond the limit the holders
   * with the most bytes lose theirs: a client that reads has few.
   */
  add(bytes: number): void {
    this.#estimate += bytes;
    if (this.#estimate > this.#maxBytes) this.#enforce();
  }

  #enforce(): void {
    const { holders, bytesOf, free } = this.#group;
    const entries = Array.from(
      holders(),
      (holder) => ({ holder, bytes: bytesOf(holder) }),
    ).sort((a, b) => b.bytes - a.bytes);
    let sum = entries.reduce((total, { bytes }) => total + bytes, 0);
    const targetBytes = this.#maxBytes * REMAINING_SHARE;
    for (const { holder, bytes } of entries) {
      if (sum <= targetBytes) break;
      free(holder);
      sum -= bytes;
    }
    this.#estimate = sum;
  }
}
