/**
 * Limit on the bitrate of one or more paths, in kbit/s. It falls with what they
 * carry, and grows by steps.
 *
 * @module
 */
import { isMost, type PathCongestion } from "./path_congestion.ts";

/** Limit before anything was measured. */
export const INITIAL_KBPS = 4_000;
/** Lowest limit: no video fits in beside the audio, which is never reduced. */
export const MIN_KBPS = 90;
/** Limit of a path with the smallest video. */
export const MIN_VIDEO_KBPS = 130;
/** Highest limit. */
export const MAX_KBPS = 20_000;
/** Time from a measurement to the next decrease: RTCP of audio reports the last 5 s. */
export const MEASUREMENT_INTERVAL_MS = 8_000;

const DECREASE_FACTOR = 0.9;
const INCREASE_FACTOR = 1.12;
/** Used while the browser's estimates are well above the limit. */
const FAST_INCREASE_FACTOR = 1.5;

/** Limit on paths that share it. */
export class BitrateLimit {
  #kbps: number;
  #measuredAtMs = -Infinity;

  constructor(kbps: number) {
    this.#kbps = kbps;
  }

  get kbps(): number {
    return this.#kbps;
  }

  /**
   * Falls to what congested paths carry. An estimate falls too far at times: it
   * turns the smallest video off only where that is lossy.
   */
  decrease(paths: readonly PathCongestion[], nowMs: number): void {
    if (nowMs - this.#measuredAtMs < MEASUREMENT_INTERVAL_MS) return;
    const isMeasured = isMost(paths, (path) => path.isMeasured);
    if (isMeasured) this.#measuredAtMs = nowMs;
    const videoKbps = MIN_VIDEO_KBPS * paths.length;
    const mayTurnOff = isMeasured ||
      (this.#kbps <= videoKbps && paths.some(({ isLossy }) => isLossy));
    const minKbps = mayTurnOff ? MIN_KBPS : Math.min(this.#kbps, videoKbps);
    const carriedKbps = sum(paths, (path) => path.carriedKbps);
    this.#kbps = Math.max(
      minKbps,
      Math.min(this.#kbps, carriedKbps) * DECREASE_FACTOR,
    );
  }

  /** Grows by a step. */
  increase(paths: readonly PathCongestion[]): void {
    const availableKbps = sum(paths, (path) => path.availableKbps);
    const factor = availableKbps > this.#kbps * FAST_INCREASE_FACTOR
      ? FAST_INCREASE_FACTOR
      : INCREASE_FACTOR;
    this.#kbps = Math.min(MAX_KBPS, this.#kbps * factor);
  }
}

function sum(
  paths: readonly PathCongestion[],
  kbpsOf: (path: PathCongestion) => number,
): number {
  return paths.reduce((total, path) => total + kbpsOf(path), 0);
}
