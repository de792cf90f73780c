/**
 * Level of our own microphone for the level meter, measured only while a meter
 * is shown.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { toMeterLevel } from "./meter_level.ts";

/** Meter of one local track. */
export interface AudioMeter {
  /** RMS amplitude, 0 to 1, or null before the browser starts audio. */
  level(): number | null;
  stop(): void;
}

/** Level as the meter shows it. */
export interface InputLevel {
  /** 0 to 1, 60 decibels from end to end. */
  readonly level: number;
  /** True when an unmuted microphone has been silent for a while. */
  readonly isSilent: boolean;
}

/** Level before the first reading. */
export const NO_LEVEL: InputLevel = { level: 0, isSilent: false };

/** Interval for reading the level. */
export const LEVEL_POLL_MS = 100;
/** How long a microphone must be silent before it is reported. */
export const SILENT_AFTER_MS = 5_000;
/** RMS below which there is only rounding noise: a quiet room is louder. */
const SILENCE_FLOOR = 0.0005;
/** Share of its level that the meter keeps from one reading to the next. */
const DECAY_FACTOR = 0.7;

/** Dependencies of {@linkcode InputLevelReader}. */
export interface InputLevelOptions {
  readonly clock: Clock;
  /** Track of the unmuted microphone; null while muted or missing. */
  readonly track: () => MediaStreamTrack | null;
  readonly makeMeter: (track: MediaStreamTrack) => AudioMeter;
}

/** Reads the level while there are subscribers. */
export class InputLevelReader {
  readonly #options: InputLevelOptions;
  readonly #listeners = new Set<(level: InputLevel) => void>();
  #metered: { track: MediaStreamTrack; meter: AudioMeter } | null = null;
  #quietSinceMs: number | null = null;
  #lastLevel = NO_LEVEL;
  #cancel = () => {};

  constructor(options: InputLevelOptions) {
    this.#options = options;
  }

  /** Calls `listener` with each reading, until the returned function is called. */
  subscribe(listener: (level: InputLevel) => void): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#poll();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  #poll(): void {
    const { clock } = this.#options;
    this.#lastLevel = this.#nextLevel(this.#readLevel(), clock.nowMs());
    for (const listener of this.#listeners) listener(this.#lastLevel);
    this.#cancel = clock.after(LEVEL_POLL_MS, () => this.#poll());
  }

  /** Null while muted, or before the browser starts audio. */
  #readLevel(): number | null {
    const track = this.#options.track();
    if (track !== this.#metered?.track) {
      this.#metered?.meter.stop();
      this.#metered = track &&
        { track, meter: this.#options.makeMeter(track) };
      this.#quietSinceMs = null;
    }
    return this.#metered?.meter.level() ?? null;
  }

  #nextLevel(level: number | null, nowMs: number): InputLevel {
    if (level === null || level > SILENCE_FLOOR) this.#quietSinceMs = null;
    else this.#quietSinceMs ??= nowMs;
    const isSilent = this.#quietSinceMs !== null &&
      nowMs - this.#quietSinceMs >= SILENT_AFTER_MS;
    const decayedLevel = this.#lastLevel.level * DECAY_FACTOR;
    return {
      level: level === null ? 0 : Math.max(toMeterLevel(level), decayedLevel),
      isSilent,
    };
  }

  #stop(): void {
    this.#cancel();
    this.#metered?.meter.stop();
    this.#metered = null;
    this.#quietSinceMs = null;
    this.#lastLevel = NO_LEVEL;
  }
}
