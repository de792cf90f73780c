/**
 * Decides from the levels before and after a noise filter whether sound passes
 * it. The worklet says nothing: until its WebAssembly is compiled, and when that
 * fails, its output is exactly zero.
 *
 * @module
 */
import type { NoiseFilterEvents } from "./noise_suppression.ts";

/** A reading of the filter. */
export interface FilterReading {
  /** Whether the audio context runs. */
  readonly isRunning: boolean;
  /** Largest sample before the filter, 0 to 1. */
  readonly inputPeak: number;
  /** Largest sample after it. */
  readonly outputPeak: number;
  /** Time of the audio that was rendered, which stops on a device too busy for it. */
  readonly audioMs: number;
}

/** Input above this is sound: the filter leaves something of it. */
export const AUDIBLE_PEAK = 0.001;
/** Audio without sound after which the filter has failed; compiling takes long on a busy device. */
export const FAILED_AFTER_MS = 10_000;

/** Follows one filter. */
export class FilterWatch {
  readonly #events: NoiseFilterEvents;
  #isActive = false;
  #hasPassed = false;
  #blockedSinceMs: number | null = null;

  constructor(events: NoiseFilterEvents) {
    this.#events = events;
  }

  /** Adds a reading, and reports a change. */
  update({ isRunning, inputPeak, outputPeak, audioMs }: FilterReading): void {
    if (outputPeak > 0) this.#hasPassed = true;
    this.#setActive(isRunning && this.#hasPassed);
    const isBlocked = isRunning && outputPeak === 0 &&
      inputPeak > AUDIBLE_PEAK;
    this.#blockedSinceMs = isBlocked ? this.#blockedSinceMs ?? audioMs : null;
    if (
      this.#blockedSinceMs !== null &&
      audioMs - this.#blockedSinceMs >= FAILED_AFTER_MS
    ) {
      this.#blockedSinceMs = null;
      this.#events.onFailure("no sound passes the filter");
    }
  }

  #setActive(isActive: boolean): void {
    if (isActive === this.#isActive) return;
    this.#isActive = isActive;
    this.#events.onActive(isActive);
  }
}
