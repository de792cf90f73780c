/**
 * What the browser does to the sound of the microphone: three switches, which
 * can be turned while the microphone is open.
 *
 * @module
 */

/** The switches, by their names in W3C mediacapture-main §4.3.8. */
export interface AudioProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

/** Name of a switch. */
export type AudioProcessingOption = keyof AudioProcessing;

/** All names, in the order in which they are shown. */
export const AUDIO_PROCESSING_OPTIONS = [
  "echoCancellation",
  "noiseSuppression",
  "autoGainControl",
] as const satisfies readonly AudioProcessingOption[];

/** A voice as most people want it. */
export const DEFAULT_AUDIO_PROCESSING: AudioProcessing = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** Reads what {@linkcode serializeAudioProcessing} wrote; what is not understood stays on. */
export function parseAudioProcessing(kept: string | null): AudioProcessing {
  const off = new Set(kept?.split(" "));
  return {
    echoCancellation: !off.has("echoCancellation"),
    noiseSuppression: !off.has("noiseSuppression"),
    autoGainControl: !off.has("autoGainControl"),
  };
}

/** The switches that are off, in one line, or null when all are on. */
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
 * Turns the switches of an open microphone. False where the browser does not
 * do so: then the microphone must be opened anew.
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
  const now = track.getSettings();
  // A browser that does not know a switch has nothing to say of it.
  return AUDIO_PROCESSING_OPTIONS.every((name) =>
    now[name] === undefined || now[name] === options[name]
  );
}
