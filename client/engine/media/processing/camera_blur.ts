/**
 * The blur of the camera itself, which costs the page nothing (W3C
 * mediacapture-extensions, `backgroundBlur`; newer than the types).
 *
 * @module
 */

/** The part of a camera track that is used. */
export type BlurTrack = Pick<
  MediaStreamTrack,
  "applyConstraints" | "getSettings" | "getConstraints"
>;

/** Turns the camera's blur on or off; true when it is as asked. */
export async function setCameraBlur(
  track: BlurTrack & Partial<Pick<MediaStreamTrack, "getCapabilities">>,
  isOn: boolean,
): Promise<boolean> {
  const capabilities = track.getCapabilities?.() ?? {};
  const choices: unknown = "backgroundBlur" in capabilities
    ? capabilities.backgroundBlur
    : [];
  // A single choice is the one that the system has set already.
  if (!Array.isArray(choices) || !choices.includes(isOn)) return false;
  const constraints: MediaTrackConstraints & { backgroundBlur: boolean } = {
    ...track.getConstraints(),
    backgroundBlur: isOn,
  };
  try {
    await track.applyConstraints(constraints);
  } catch {
    return false;
  }
  const settings = track.getSettings();
  return "backgroundBlur" in settings && settings.backgroundBlur === isOn;
}
