/**
 * How loud one's own microphone is, before anybody else hears it: read while
 * somebody looks, and never of what others send.
 *
 * @module
 */
import type { Clock } from "../clock.ts";

/** Follows how loud one local track is. */
export interface AudioMeter {
  /** Root mean square in 0 to 1, or null while the browser holds it back. */
  level(): number | null;
  stop(): void;
}

/** What a meter shows. */
export interface InputLevel {
  /** 0 to 1, 60 decibels from end to end. */
  readonly level: number;
  /** True when nothing came for a while from a microphone that is on. */
  readonly isSilent: boolean;
}

/** A meter at rest. */
export const NO_LEVEL: InputLevel = { level: 0, isSilent: false };

/** How often the level is read. */
export const LEVEL_POLL_MS = 100;
/** How long nothing may come before it is said. */
export const SILENT_AFTER_MS = 5_000;
/** Below this there is nothing but rounding: a quiet room is louder. */
const SILENCE_FLOOR = 0.0005;
/** Share of its height that the bar keeps from one reading to the next. */
const DECAY_FACTOR = 0.7;

/** What the reader needs of the page. */
export interface InputLevelOptions {
  readonly clock: Clock;
  /** The microphone that is on now; null while muted or missing. */
  readonly track: () => MediaStreamTrack | null;
  readonly makeMeter: (track: MediaStreamTrack) => AudioMeter;
}

/** Reads the level for who listens; without a listener nothing is open. */
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

  /** Calls `listener` with each reading; the returned function ends that. */
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

  /** Null when there is nothing that could be heard. */
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
    const falling = this.#lastLevel.level * DECAY_FACTOR;
    return {
      level: level === null ? 0 : Math.max(toBarHeight(level), falling),
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

/** Loudness as a bar shows it, 0 to 1. */
function toBarHeight(level: number): number {
  const decibels = 20 * Math.log10(Math.max(level, 1e-6));
  return Math.min(1, Math.max(0, 1 + decibels / 60));
}
