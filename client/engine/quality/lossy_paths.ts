/**
 * Paths that lose packets: from one share of lost packets on, until less than
 * another was lost for a while.
 *
 * @module
 */
import { retainKeys } from "../retain_keys.ts";

/** How long little must be lost, or a path not be full, before it counts as good. */
export const GOOD_PATH_MS = 30_000;

/** Which of the paths to the members are lossy. */
export class LossyPaths {
  readonly #beginShare: number;
  readonly #endShare: number;
  /** When a path last lost packets. */
  readonly #lossyAtMs = new Map<string, number>();

  /**
   * @param beginShare Share of lost packets from which on a path is lossy, 0 to 1.
   * @param endShare Share below which that ends.
   */
  constructor(beginShare: number, endShare: number) {
    this.#beginShare = beginShare;
    this.#endShare = endShare;
  }

  /** Uses the share of lost packets of one path. */
  update(id: string, share: number, nowMs: number): void {
    const lossyAtMs = this.#lossyAtMs.get(id);
    if (
      share >= (lossyAtMs === undefined ? this.#beginShare : this.#endShare)
    ) {
      this.#lossyAtMs.set(id, nowMs);
    } else if (lossyAtMs !== undefined && nowMs - lossyAtMs >= GOOD_PATH_MS) {
      this.#lossyAtMs.delete(id);
    }
  }

  /** True while the path is lossy. */
  has(id: string): boolean {
    return this.#lossyAtMs.has(id);
  }

  /** Forgets what a path lost. */
  delete(id: string): void {
    this.#lossyAtMs.delete(id);
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    retainKeys(this.#lossyAtMs, ids);
  }
}
