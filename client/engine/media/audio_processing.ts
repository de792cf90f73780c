/**
 * Processing of the microphone's audio by the browser: three options, which can
 * be changed while the microphone is open.
 *
 * @module
 */

/** Options, by their names in W3C mediacapture-main §4.3.8. */
export interface AudioProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

/** Name of an option. */
export type AudioProcessingOption = keyof AudioProcessing;

/** All names, in the order of the settings. */
export const AUDIO_PROCESSING_OPTIONS = [
  "echoCancellation",
  "noiseSuppression",
  "autoGainControl",
] as const satisfies readonly AudioProcessingOption[];

/** All options on, which is best for speech. */
export const DEFAULT_AUDIO_PROCESSING: AudioProcessing = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** Parses the output of {@linkcode serializeAudioProcessing}; unknown names are ignored. */
export function parseAudioProcessing(saved: string | null): AudioProcessing {
  const off = new Set(saved?.split(" "));
  return {
    echoCancellation: !off.has("echoCancellation"),
    noiseSuppression: !off.has("noiseSuppression"),
    autoGainControl: !off.has("autoGainControl"),
  };
}

/** Names of the options that are off, joined by spaces, or null when all are on. */
export function serializeAudioProcessing(
  options: AudioProcessing,
): string | null {
  return AUDIO_PROCESSING_OPTIONS.filter((name) => !options[name]).join(" ") ||
    null;
}

/** The part of `MediaStreamTrack` that is used. */
export type AudioProcessingTrack = Pick<
  MediaStreamTrack,
  "applyConstraints" | "getSettings" | "getConstraints"
>;

/**
 * Changes the options of an open microphone. False where the browser does not
 * support that: then the microphone must be opened again.
 */
export async function applyAudioProcessing(
  track: AudioProcessingTrack,
  options: AudioProcessing,
): Promise<boolean> {
  try {
    await track.applyConstraints({ ...track.getConstraints(), ...options });
  } catch {
    return false;
  }
  const settings = track.getSettings();
  // A browser does not report options that it does not support.
  return AUDIO_PROCESSING_OPTIONS.every((name) =>
    settings[name] === undefined || settings[name] === options[name]
  );
}
