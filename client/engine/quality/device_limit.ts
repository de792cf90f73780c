/**
 * Holds the size of pictures down, both ways, while this device cannot do
 * more: the browser says so, encoding takes most of the time there is, or the
 * pictures of most members stand still though their packets come.
 *
 * @module
 */
import { CAMERA_RUNGS } from "./resolution_ladder.ts";
import type { QualitySample } from "./connection_sample.ts";

/** Readings in a row before pictures get smaller. */
export const STRAINED_READINGS = 3;
/** Time without strain before they may grow by a step again. */
export const STEP_UP_DELAY_MS = 30_000;
/** Share of the cores that encoding may take. */
export const MAX_ENCODE_SHARE = 0.5;

/** Smallest picture that a strained device goes down to. */
const MIN_RUNG = 1;
const MAX_RUNG = CAMERA_RUNGS.length - 1;

/** Cores that encoding for one member keeps busy, 0 when nothing is sent. */
export function computeEncodeLoad(sample: QualitySample): number {
  const { encodeMsPerFrame, sentFramesPerSecond } = sample;
  return (encodeMsPerFrame ?? 0) * (sentFramesPerSecond ?? 0) / 1000;
}

/** True when half of the encoders, or all of them together, are too much. */
export function isDeviceStrained(
  samples: readonly QualitySample[],
  cores: number,
): boolean {
  const slow = samples.filter((s) => s.qualityLimitationReason === "cpu");
  const load = samples.reduce(
    (sum, sample) => sum + computeEncodeLoad(sample),
    0,
  );
  return (slow.length > 0 && slow.length * 2 >= samples.length) ||
    load > Math.max(1, cores) * MAX_ENCODE_SHARE;
}

/** The highest step that the device may use. */
export class DeviceLimit {
  #rung = MAX_RUNG;
  #strainedReadings = 0;
  #changedAtMs = -Infinity;

  /** Highest step of the camera's ladder. */
  get maxCameraRung(): number {
    return this.#rung;
  }

  /** True while the device is what holds back. */
  get isLimiting(): boolean {
    return this.#rung < MAX_RUNG;
  }

  /** Largest picture that others may send, in pixels of the longer side. */
  get maxPx(): number {
    return this.isLimiting
      ? CAMERA_RUNGS[this.#rung]?.px ?? Infinity
      : Infinity;
  }

  /**
   * Takes one more look at the device.
   *
   * @param highest Highest step in use now.
   */
  update(isStrained: boolean, highest: number, nowMs: number): void {
    this.#strainedReadings = isStrained ? this.#strainedReadings + 1 : 0;
    if (this.#strainedReadings >= STRAINED_READINGS && highest > MIN_RUNG) {
      this.#strainedReadings = 0;
      this.#rung = Math.max(MIN_RUNG, Math.min(this.#rung, highest) - 1);
      this.#changedAtMs = nowMs;
    } else if (
      this.isLimiting && this.#strainedReadings === 0 &&
      nowMs - this.#changedAtMs >= STEP_UP_DELAY_MS
    ) {
      this.#rung++;
      this.#changedAtMs = nowMs;
    }
  }
}
