/**
 * Notices that the person speaks while the microphone is muted. The muted track
 * itself is silent, so the level of a copy of it is read. The copy is never
 * sent, and never opens a device: it ends with the track.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { AudioMeter } from "./input_level.ts";

/** Interval for reading the level. */
export const MUTED_SPEECH_POLL_MS = 200;
/** RMS amplitude of speech; a quiet room and typing are below. */
export const MUTED_SPEECH_RMS = 0.03;
/** Least time between two notices. */
export const MUTED_SPEECH_PAUSE_MS = 60_000;
/** Readings that are compared, and how many of them must be speech. */
const WINDOW_SIZE = 8;
const MIN_LOUD_READINGS = 5;

/** Dependencies of {@linkcode MutedSpeechDetector}. */
export interface MutedSpeechOptions {
  readonly clock: Clock;
  /** Track of a muted microphone that is open; null when there is nothing to watch. */
  readonly mutedTrack: () => MediaStreamTrack | null;
  readonly makeMeter: (track: MediaStreamTrack) => AudioMeter;
  readonly onSpeech: () => void;
}

interface MeteredCopy {
  readonly source: MediaStreamTrack;
  readonly track: MediaStreamTrack;
  readonly meter: AudioMeter;
}

/** Watches from `start` to `stop`. */
export class MutedSpeechDetector {
  readonly #options: MutedSpeechOptions;
  #copy: MeteredCopy | null = null;
  #readings: boolean[] = [];
  #quietUntilMs = -Infinity;
  #cancel: (() => void) | null = null;

  constructor(options: MutedSpeechOptions) {
    this.#options = options;
  }

  /** Begins to watch. */
  start(): void {
    if (!this.#cancel) this.#poll();
  }

  /** Ends, and closes the copy. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#closeCopy();
  }

  /** The track may have changed: a copy of another one must not keep its device open. */
  onTrackChange(): void {
    if (this.#copy?.source !== this.#options.mutedTrack()) this.#closeCopy();
  }

  #poll(): void {
    const { clock, onSpeech } = this.#options;
    this.onTrackChange();
    const nowMs = clock.nowMs();
    if (nowMs < this.#quietUntilMs) this.#closeCopy();
    else if (this.#hearsSpeech()) {
      this.#quietUntilMs = nowMs + MUTED_SPEECH_PAUSE_MS;
      onSpeech();
    }
    this.#cancel = clock.after(MUTED_SPEECH_POLL_MS, () => this.#poll());
  }

  #hearsSpeech(): boolean {
    this.#copy ??= this.#openCopy();
    const level = this.#copy?.meter.level() ?? 0;
    this.#readings.push(level >= MUTED_SPEECH_RMS);
    this.#readings = this.#readings.slice(-WINDOW_SIZE);
    return this.#readings.filter(Boolean).length >= MIN_LOUD_READINGS;
  }

  #openCopy(): MeteredCopy | null {
    const source = this.#options.mutedTrack();
    if (!source) return null;
    const track = source.clone();
    track.enabled = true;
    return { source, track, meter: this.#options.makeMeter(track) };
  }

  #closeCopy(): void {
    this.#copy?.meter.stop();
    this.#copy?.track.stop();
    this.#copy = null;
    this.#readings = [];
  }
}
