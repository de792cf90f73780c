/**
 * Estimate of the uplink from the paths to all members. When most are congested
 * at once, their shared uplink is, and the estimate falls; when it is one of
 * several, only that path is capped. Both grow back slowly, and not while what
 * they limit is full.
 *
 * @module
 */
import { retainKeys } from "../retain_keys.ts";
import { BitrateLimit, INITIAL_KBPS, MIN_VIDEO_KBPS } from "./bitrate_limit.ts";
import {
  isMost,
  PathCongestion,
  type UplinkReading,
} from "./path_congestion.ts";

/** Shortest time between two changes of the estimate. */
export const MIN_STEP_INTERVAL_MS = 4_000;

/** Path to one member. */
class UplinkPath extends PathCongestion {
  cap: BitrateLimit | null = null;
}

/** Estimate of one call. */
export class UplinkEstimate {
  readonly #paths = new Map<string, UplinkPath>();
  readonly #limit = new BitrateLimit(INITIAL_KBPS);
  #steppedAtMs = -Infinity;
  #isCongested = false;
  #isMostlyFull = false;

  /** Estimated uplink for all members together. */
  get kbps(): number {
    return this.#limit.kbps;
  }

  /** True while the uplink is congested. */
  get isCongested(): boolean {
    return this.#isCongested;
  }

  /** Cap of the path to one member, or null when it is not capped. */
  capKbpsOf(id: string): number | null {
    return this.#paths.get(id)?.cap?.kbps ?? null;
  }

  /** True while the path to one member is full, or most paths are. */
  isFull(id: string): boolean {
    return this.#isMostlyFull || (this.#paths.get(id)?.isFull ?? false);
  }

  /** Caps a path whose start has shown what it carries. */
  capPath(id: string, capKbps: number, nowMs: number): void {
    const cap = new BitrateLimit(Math.max(MIN_VIDEO_KBPS, capKbps));
    this.#pathTo(id, nowMs).cap = cap;
  }

  /**
   * Updates the estimate with readings of all members.
   *
   * @param neededKbps Bitrate that would be sent without a limit.
   */
  update(
    readings: readonly UplinkReading[],
    neededKbps: number,
    nowMs: number,
  ): void {
    retainKeys(this.#paths, new Set(readings.map(({ id }) => id)));
    for (const reading of readings) {
      this.#pathTo(reading.id, nowMs).update(reading, nowMs);
    }
    const paths = [...this.#paths.values()];
    this.#isMostlyFull = isMost(paths, ({ isFull }) => isFull);
    if (
      nowMs - this.#steppedAtMs < MIN_STEP_INTERVAL_MS || readings.length === 0
    ) return;
    this.#steppedAtMs = nowMs;
    this.#isCongested = isMost(paths, ({ isCongested }) => isCongested);
    if (this.#isCongested) {
      this.#limit.decrease(paths, nowMs);
    } else if (neededKbps > this.kbps && !this.#isMostlyFull) {
      this.#limit.increase(paths);
    }
    for (const path of paths) this.#updateCap(path, nowMs);
  }

  #pathTo(id: string, nowMs: number): UplinkPath {
    const path = this.#paths.get(id) ?? new UplinkPath(nowMs);
    this.#paths.set(id, path);
    return path;
  }

  /** Caps a path that is congested alone; lets other caps grow. */
  #updateCap(path: UplinkPath, nowMs: number): void {
    if (path.isCongested) {
      if (this.#isCongested) return;
      path.cap ??= new BitrateLimit(Infinity);
      path.cap.decrease([path], nowMs);
    } else if (!path.isFull) {
      path.cap?.increase([path]);
      if (path.cap && path.cap.kbps > INITIAL_KBPS) path.cap = null;
    }
  }
}
