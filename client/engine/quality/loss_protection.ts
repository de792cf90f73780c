/**
 * Protects the sound to a member against loss: while packets are lost, each
 * one is repeated in the next (RED). It doubles the bitrate of speech, so it is
 * off on a good path, where the in-band FEC of Opus is enough.
 *
 * @module
 */

/** Share of lost packets from which on they are repeated. */
export const PROTECT_LOSS = 0.02;
/** Share below which a path counts as good. */
export const GOOD_LOSS = 0.01;
/** How long a path must be good before repetition ends. */
export const GOOD_PATH_MS = 30_000;

/** Protection of all members. */
export class LossProtection {
  /** When a protected path was last lossy. */
  readonly #lossyAtMs = new Map<string, number>();

  /**
   * Uses a reading: the share of our packets that a member lost.
   *
   * @returns True when the protection has changed.
   */
  update(id: string, lossOut: number | null, nowMs: number): boolean {
    const wasProtected = this.isProtected(id);
    this.#update(id, lossOut, nowMs);
    return this.isProtected(id) !== wasProtected;
  }

  #update(id: string, lossOut: number | null, nowMs: number): void {
    const lossyAtMs = this.#lossyAtMs.get(id);
    const loss = lossOut ?? 0;
    if (
      loss >= PROTECT_LOSS || (lossyAtMs !== undefined && loss >= GOOD_LOSS)
    ) {
      this.#lossyAtMs.set(id, nowMs);
    } else if (lossyAtMs !== undefined && nowMs - lossyAtMs >= GOOD_PATH_MS) {
      this.#lossyAtMs.delete(id);
    }
  }

  /** True while each packet to a member is repeated. */
  isProtected(id: string): boolean {
    return this.#lossyAtMs.has(id);
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    for (const id of this.#lossyAtMs.keys()) {
      if (!ids.has(id)) this.#lossyAtMs.delete(id);
    }
  }
}
