/**
 * What is asked of a camera and a microphone.
 *
 * @module
 */

import {
  type AudioProcessing,
  DEFAULT_AUDIO_PROCESSING,
} from "./audio_processing.ts";

/** Which way a phone's camera looks. */
export type CameraFacing = "user" | "environment";

/** Size and rate that a camera is asked for, when it can. */
export const CAMERA_IDEAL = {
  width: 1280,
  height: 720,
  frameRate: 30,
} as const;

/** Constraints of a camera: the one chosen, or else the one that looks this way. */
export function cameraConstraints(
  deviceId: string | null,
  facing: CameraFacing,
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
  sound: AudioProcessing = DEFAULT_AUDIO_PROCESSING,
): MediaTrackConstraints {
  return { ...sound, ...(deviceId ? { deviceId: { exact: deviceId } } : {}) };
}

/** Words of camera names that do not look at the person who holds the phone. */
const REAR_CAMERA_LABEL = /\b(back|rear|environment)\b/i;

/**
 * Which way an open camera looks, as far as the browser tells.
 *
 * @param asked What it was asked for, when it was no certain camera.
 */
export function detectCameraFacing(
  { facingMode }: Pick<MediaTrackSettings, "facingMode">,
  label: string,
  asked: CameraFacing,
): CameraFacing {
  if (facingMode === "user" || facingMode === "environment") return facingMode;
  return REAR_CAMERA_LABEL.test(label) ? "environment" : asked;
}
