/**
 * What is asked of a camera and a microphone.
 *
 * @module
 */

/** Which way a phone's camera looks. */
export type Facing = "user" | "environment";

/** Size and rate that a camera is asked for, when it can. */
export const CAMERA_IDEAL = {
  width: 1280,
  height: 720,
  frameRate: 30,
} as const;

/** Constraints of a camera: the one chosen, or else the one that looks this way. */
export function cameraConstraints(
  deviceId: string | null,
  facing: Facing,
): MediaTrackConstraints {
  return {
    width: { ideal: CAMERA_IDEAL.width },
    height: { ideal: CAMERA_IDEAL.height },
    frameRate: { ideal: CAMERA_IDEAL.frameRate },
    ...(deviceId
      ? { deviceId: { exact: deviceId } }
      : { facingMode: { ideal: facing } }),
  };
}

/** Constraints of a microphone: the one chosen, or else the system's. */
export function microphoneConstraints(
  deviceId: string | null,
): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
  };
}
