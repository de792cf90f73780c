/**
 * Audio functions of the browser for the checks of microphone and speaker.
 *
 * @module
 */

/** Meter of a stream. */
export interface StreamLevelMeter {
  /** Current RMS amplitude, 0 to 1. */
  level(): number;
  stop(): void;
}

/** Audio input and output of the browser. */
export interface AudioTestPlatform {
  startMeter(stream: MediaStream): StreamLevelMeter;
  /** Records for a time; rejects where the browser cannot. */
  recordStream(stream: MediaStream, durationMs: number): Promise<Blob>;
  /** Plays a recording to its end; false when the browser blocks it. */
  playRecording(recording: Blob): Promise<boolean>;
  /**
   * Plays a short tone to its end, on the speaker of this id or the system
   * default; false when the browser blocks it.
   */
  playTone(speakerId?: string): Promise<boolean>;
}

/** Length of the recording. */
export const RECORD_MS = 3_000;
/** A recording whose peak is below this is silent. */
export const SILENT_LEVEL = 0.001;
