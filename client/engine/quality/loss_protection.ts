/**
 * Protects the sound to a member against loss: while packets are lost, each
 * one is repeated in the next (RED). It doubles the bitrate of speech, so it is
 * off on a good path, where the in-band FEC of Opus is enough, and on one that
 * is full without any video, where repetition causes the loss.
 *
 * @module
 */
import { retainKeys } from "../retain_keys.ts";
import { GOOD_PATH_MS, LossyPaths } from "./lossy_paths.ts";

/** Share of lost packets from which on they are repeated. */
export const PROTECT_LOSS = 0.02;
/** Share below which a path counts as good. */
export const GOOD_LOSS = 0.01;

/** What a reading says of the path to a member. */
export interface PathLoss {
  /** Share of our packets that were lost, 0 to 1; null when unknown. */
  readonly lossOut: number | null;
  /** True while the path is full though no video is sent. */
  readonly isExhausted: boolean;
}

/** Protection of all members. */
export class LossProtection {
  readonly #protected = new LossyPaths(PROTECT_LOSS, GOOD_LOSS);
  /** When a path was last exhausted. */
  readonly #exhaustedAtMs = new Map<string, number>();

  /**
   * Uses a reading.
   *
   * @returns True when the protection has changed.
   */
  update(id: string, reading: PathLoss, nowMs: number): boolean {
    const wasProtected = this.isProtected(id);
    if (reading.isExhausted) this.#exhaustedAtMs.set(id, nowMs);
    const exhaustedAtMs = this.#exhaustedAtMs.get(id) ?? -Infinity;
    if (nowMs - exhaustedAtMs < GOOD_PATH_MS) this.#protected.delete(id);
    else this.#protected.update(id, reading.lossOut ?? 0, nowMs);
    return this.isProtected(id) !== wasProtected;
  }

  /** True while each packet to a member is repeated. */
  isProtected(id: string): boolean {
    return this.#protected.has(id);
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    this.#protected.retainMembers(ids);
    retainKeys(this.#exhaustedAtMs, ids);
  }
}
