/**
 * Limits the cost of video while this device is overloaded: the
 * browser reports it or answers late, encoding takes too much time, or the video
 * of most members freezes though their packets arrive. First a simpler codec is
 * used, until the end of the call, then the size shrinks, both ways, and last
 * the frame rate: sound must have the processor.
 *
 * @module
 */
import { CAMERA_RUNGS, RUNG_OFF } from "./resolution_ladder.ts";
import type { QualitySample } from "./connection_sample.ts";

/** Consecutive strained readings before the limit goes down. */
export const STRAINED_READINGS = 3;
/** Time without strain before the limit goes up by one rung. */
export const STEP_UP_DELAY_MS = 30_000;
/** Share of the cores that encoding may use. */
export const MAX_ENCODE_SHARE = 0.5;

/** Time for the statistics of all connections after which a device is overloaded. */
export const SLOW_STATS_MS = 1_500;
/** Frame rate of the smallest picture while that is still too much. */
export const MIN_FPS = 6;

/** Below the lowest rung the frame rate is limited too. */
const MIN_LEVEL = -1;
const MAX_RUNG = CAMERA_RUNGS.length - 1;

/** True when a sample was encoded with a codec that costs more than VP8. */
export function hasElaborateCodec(
  { sentCodec }: Pick<QualitySample, "sentCodec">,
): boolean {
  return sentCodec === "AV1" || sentCodec === "VP9";
}

/** Cores that encoding for one member keeps busy; 0 when nothing is sent. */
export function computeEncodeLoad(sample: QualitySample): number {
  const { encodeMsPerFrame, sentFramesPerSecond } = sample;
  return (encodeMsPerFrame ?? 0) * (sentFramesPerSecond ?? 0) / 1000;
}

/** True when half of the encoders are CPU limited, or all of them use too many cores. */
export function isDeviceStrained(
  samples: readonly QualitySample[],
  cores: number,
): boolean {
  const cpuLimited = samples.filter((s) => s.qualityLimitationReason === "cpu");
  const load = samples.reduce(
    (sum, sample) => sum + computeEncodeLoad(sample),
    0,
  );
  return (cpuLimited.length > 0 && cpuLimited.length * 2 >= samples.length) ||
    load > Math.max(1, cores) * MAX_ENCODE_SHARE;
}

/** Limit of one device. */
export class DeviceLimit {
  #level = MAX_RUNG;
  #strainedReadings = 0;
  #usesSimpleCodec = false;
  #changedAtMs = -Infinity;

  /** Highest allowed rung of the camera. */
  get maxCameraRung(): number {
    return Math.max(0, this.#level);
  }

  /** Highest allowed frame rate of the camera. */
  get maxFps(): number {
    return this.#level < 0 ? MIN_FPS : Infinity;
  }

  /** True while the limit is below the top rung. */
  get isLimiting(): boolean {
    return this.#level < MAX_RUNG;
  }

  /** True once an elaborate codec was too much for this device. */
  get usesSimpleCodec(): boolean {
    return this.#usesSimpleCodec;
  }

  /** Largest video that others may send, in pixels of the longer side. */
  get maxPx(): number {
    return this.isLimiting
      ? CAMERA_RUNGS[this.maxCameraRung]?.px ?? Infinity
      : Infinity;
  }

  /**
   * Records one reading.
   *
   * @param highestRung Highest rung in use now.
   * @param hasElaborateCodec A codec is in use that costs more than VP8.
   */
  update(
    isStrained: boolean,
    highestRung: number,
    nowMs: number,
    hasElaborateCodec = false,
  ): void {
    this.#strainedReadings = isStrained ? this.#strainedReadings + 1 : 0;
    if (
      this.#strainedReadings >= STRAINED_READINGS && hasElaborateCodec &&
      !this.#usesSimpleCodec
    ) {
      this.#strainedReadings = 0;
      this.#usesSimpleCodec = true;
      return;
    }
    if (
      this.#strainedReadings >= STRAINED_READINGS && highestRung !== RUNG_OFF
    ) {
      this.#strainedReadings = 0;
      this.#level = Math.max(
        MIN_LEVEL,
        Math.min(this.#level, highestRung) - 1,
      );
      this.#changedAtMs = nowMs;
    } else if (
      this.isLimiting && this.#strainedReadings === 0 &&
      nowMs - this.#changedAtMs >= STEP_UP_DELAY_MS
    ) {
      this.#level++;
      this.#changedAtMs = nowMs;
    }
  }
}
