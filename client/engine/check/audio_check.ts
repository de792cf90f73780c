/**
 * What the checks of microphone and speaker need of the browser's sound.
 *
 * @module
 */

/** Follows how loud a stream is. */
export interface StreamLevelMeter {
  /** Loudness at this moment, root mean square in 0..1. */
  level(): number;
  stop(): void;
}

/** Sound in and out; the page hands in Web Audio. */
export interface AudioTestPlatform {
  startMeter(stream: MediaStream): StreamLevelMeter;
  /** Records for a while; rejects where the browser cannot. */
  recordStream(stream: MediaStream, durationMs: number): Promise<Blob>;
  /** Plays a recording to its end; false when the browser does not let it. */
  playRecording(recording: Blob): Promise<boolean>;
  /**
   * Plays a short tone to its end, at the speaker of this id or the system's;
   * false when the browser does not let it.
   */
  playTone(speakerId?: string): Promise<boolean>;
}

/** How long the microphone is recorded. */
export const RECORD_MS = 3_000;
/** A recording whose loudest moment is below this has nothing in it. */
export const SILENT_LEVEL = 0.001;

/** Loudness as the meter shows it, 0..1: 60 decibels from end to end. */
export function toMeterLevel(level: number): number {
  const decibels = 20 * Math.log10(Math.max(level, 1e-6));
  return Math.min(1, Math.max(0, 1 + decibels / 60));
}
