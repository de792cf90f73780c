/**
 * Holds the size of pictures down, both ways, while this device cannot do
 * more: the browser says so, encoding takes most of the time there is, or the
 * pictures of most members stand still though their packets come.
 *
 * @module
 */
import { CAMERA_RUNGS } from "./resolution_ladder.ts";
import type { Sample } from "./connection_sample.ts";

/** Readings in a row before pictures get smaller. */
export const STRAINED_AFTER = 3;
/** Time without strain before they may grow by a step again. */
export const RECOVER_MS = 30_000;
/** Share of the cores that encoding may take. */
export const MAX_SHARE = 0.5;

/** Smallest picture that a strained device goes down to. */
const LEAST_RUNG = 1;
const TOP_RUNG = CAMERA_RUNGS.length - 1;

/** Cores that encoding for one member keeps busy, 0 when nothing is sent. */
export function encodeLoad(sample: Sample): number {
  const { encodeMsPerFrame, sentFramesPerSecond } = sample;
  return (encodeMsPerFrame ?? 0) * (sentFramesPerSecond ?? 0) / 1000;
}

/** True when half of the encoders, or all of them together, are too much. */
export function isStrained(samples: readonly Sample[], cores: number): boolean {
  const slow = samples.filter((s) => s.qualityLimitationReason === "cpu");
  const load = samples.reduce((sum, sample) => sum + encodeLoad(sample), 0);
  return (slow.length > 0 && slow.length * 2 >= samples.length) ||
    load > Math.max(1, cores) * MAX_SHARE;
}

/** The highest step that the device may use. */
export class DeviceLimit {
  #rung = TOP_RUNG;
  #strained = 0;
  #changedAtMs = -Infinity;

  /** Highest step of the camera's ladder. */
  get maxCameraRung(): number {
    return this.#rung;
  }

  /** True while the device is what holds back. */
  get isHolding(): boolean {
    return this.#rung < TOP_RUNG;
  }

  /** Largest picture that others may send, in pixels of the longer side. */
  get maxPx(): number {
    return this.isHolding ? CAMERA_RUNGS[this.#rung]?.px ?? Infinity : Infinity;
  }

  /**
   * Takes one more look at the device.
   *
   * @param highest Highest step in use now.
   */
  update(isStrained: boolean, highest: number, nowMs: number): void {
    this.#strained = isStrained ? this.#strained + 1 : 0;
    if (this.#strained >= STRAINED_AFTER && highest > LEAST_RUNG) {
      this.#strained = 0;
      this.#rung = Math.max(LEAST_RUNG, Math.min(this.#rung, highest) - 1);
      this.#changedAtMs = nowMs;
    } else if (
      this.isHolding && this.#strained === 0 &&
      nowMs - this.#changedAtMs >= RECOVER_MS
    ) {
      this.#rung++;
      this.#changedAtMs = nowMs;
    }
  }
}
