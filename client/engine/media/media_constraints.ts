/**
 * Constraints of camera and microphone for `getUserMedia`.
 *
 * @module
 */

import {
  type AudioProcessing,
  DEFAULT_AUDIO_PROCESSING,
} from "./audio_processing.ts";

/** Direction of a phone's camera. */
export type CameraFacing = "user" | "environment";

/** Ideal size and frame rate of a camera. */
export const CAMERA_IDEAL = {
  width: 1280,
  height: 720,
  frameRate: 30,
} as const;

/** Constraints of a camera: the chosen one, otherwise one of this direction. */
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

/** Constraints of a microphone: the chosen one, otherwise the system default. */
export function microphoneConstraints(
  deviceId: string | null,
  audioProcessing: AudioProcessing = DEFAULT_AUDIO_PROCESSING,
): MediaTrackConstraints {
  return {
    ...audioProcessing,
    ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
  };
}

/** Matches labels of rear cameras. */
const REAR_CAMERA_LABEL = /\b(back|rear|environment)\b/i;

/**
 * Direction of an open camera, as far as the browser reports it.
 *
 * @param requestedFacing Direction in the constraints.
 */
export function detectCameraFacing(
  { facingMode }: Pick<MediaTrackSettings, "facingMode">,
  label: string,
  requestedFacing: CameraFacing,
): CameraFacing {
  if (facingMode === "user" || facingMode === "environment") return facingMode;
  return REAR_CAMERA_LABEL.test(label) ? "environment" : requestedFacing;
}
