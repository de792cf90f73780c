/**
 * Sound of a shared screen without the call in it: otherwise the others hear
 * themselves. A browser either leaves our own page out (`restrictOwnAudio`), or
 * only the sound of a tab is shared.
 *
 * @module
 */

/** Options of `getDisplayMedia`, some newer than the types of browsers. */
export type DisplayMediaOptions = DisplayMediaStreamOptions & {
  readonly audio: MediaTrackConstraints & { readonly restrictOwnAudio?: true };
  readonly selfBrowserSurface: "exclude";
  readonly surfaceSwitching: "include";
  readonly systemAudio: "include" | "exclude";
  readonly windowAudio: "system" | "exclude";
};

/** Constraints that a browser knows. */
export type SupportedConstraints = Readonly<Record<string, boolean>>;

/** Frame rate of a screen with text or with motion. */
export function screenFrameRate(isMotion: boolean): ConstrainDoubleRange {
  return { ideal: isMotion ? 30 : 15, max: 30 };
}

/** Options for a browser with these constraints. */
export function displayMediaOptions(
  supported: SupportedConstraints,
  isMotion = false,
): DisplayMediaOptions {
  const canRestrict = supported.restrictOwnAudio === true;
  const audio = { echoCancellation: false, noiseSuppression: false };
  return {
    video: { frameRate: screenFrameRate(isMotion) },
    audio: canRestrict ? { ...audio, restrictOwnAudio: true } : audio,
    selfBrowserSurface: "exclude",
    surfaceSwitching: "include",
    systemAudio: canRestrict ? "include" : "exclude",
    windowAudio: canRestrict ? "system" : "exclude",
  };
}

/** The part of `MediaStreamTrack` that is used. */
export type SurfaceTrack = Pick<MediaStreamTrack, "getSettings">;

/** True when captured sound contains the call, as older browsers ignore the options. */
export function wouldEcho(
  screen: SurfaceTrack,
  sound: SurfaceTrack,
  supported: SupportedConstraints,
): boolean {
  const { displaySurface } = screen.getSettings();
  if (displaySurface === "browser") return false;
  const settings: Readonly<Record<string, unknown>> = {
    ...sound.getSettings(),
  };
  return supported.restrictOwnAudio !== true ||
    settings.restrictOwnAudio === false;
}
