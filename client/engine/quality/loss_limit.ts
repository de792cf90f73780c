/**
 * Limits the camera on a long path that loses much. A picture stands still when
 * one of its packets and the retransmission (NACK) are lost, the more often the
 * more packets it has; on a short path the next retransmission is there in time.
 *
 * @module
 */
import { LossyPaths } from "./lossy_paths.ts";
import { highestRungUpTo } from "./resolution_ladder.ts";

/** Share of lost packets from which on pictures are smaller. */
export const SEVERE_LOSS = 0.05;
/** Share below which that ends. */
export const MODERATE_LOSS = 0.025;
/** Round trip time from which on a second retransmission is late. */
export const LONG_RTT_MS = 150;
/** Largest picture of such a path, in pixels of the longer side. */
export const LOSSY_PX = 640;

const LOSSY_RUNG = highestRungUpTo(LOSSY_PX);

/** Limit of the path to each member. */
export class LossLimit {
  readonly #paths = new LossyPaths(SEVERE_LOSS, MODERATE_LOSS);

  /**
   * Uses a reading.
   *
   * @param lossOut Share of our packets that were lost, 0 to 1; null when unknown.
   * @param rttMs Round trip time; null when unknown.
   */
  update(
    id: string,
    lossOut: number | null,
    rttMs: number | null,
    nowMs: number,
  ): void {
    const isLong = (rttMs ?? 0) >= LONG_RTT_MS;
    this.#paths.update(id, isLong ? lossOut ?? 0 : 0, nowMs);
  }

  /** Highest rung of the camera to a member. */
  maxRungOf(id: string): number {
    return this.#paths.has(id) ? LOSSY_RUNG : Infinity;
  }

  /** Forgets all but these members. */
  retainMembers(ids: ReadonlySet<string>): void {
    this.#paths.retainMembers(ids);
  }
}
