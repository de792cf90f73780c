/**
 * Constraints of camera and microphone for `getUserMedia`.
 *
 * @module
 */

import {
  type AudioProcessing,
  DEFAULT_AUDIO_PROCESSING,
} from "./audio_processing.ts";

import {
  CAMERA_SIZES,
  DEFAULT_MEDIA_SETTINGS,
  FRAME_RATES,
  type MediaSettings,
} from "./media_settings.ts";

/** Direction of a phone's camera. */
export type CameraFacing = "user" | "environment";

/** Size and frame rate of a camera. */
export function cameraFormat(
  { cameraSize, frameRate }: MediaSettings,
  isFullHdWanted = false,
): MediaTrackConstraints {
  const automatic = CAMERA_SIZES[isFullHdWanted ? "1080p" : "720p"];
  const { width, height } = CAMERA_SIZES[cameraSize] ?? automatic;
  return {
    width: { ideal: width },
    height: { ideal: height },
    frameRate: FRAME_RATES[frameRate],
  };
}

/** Constraints of a camera: the chosen one, otherwise one of this direction. */
export function cameraConstraints(
  deviceId: string | null,
  facing: CameraFacing,
  settings: MediaSettings = DEFAULT_MEDIA_SETTINGS,
): MediaTrackConstraints {
  return {
    ...cameraFormat(settings),
    ...(deviceId
      ? { deviceId: { exact: deviceId } }
      : { facingMode: { ideal: facing } }),
  };
}

const UNPROCESSED_STEREO: MediaTrackConstraints = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  channelCount: { ideal: 2 },
};

/** Constraints of a microphone: the chosen one, otherwise the system default. */
export function microphoneConstraints(
  deviceId: string | null,
  audioProcessing: AudioProcessing = DEFAULT_AUDIO_PROCESSING,
  isMusic = false,
): MediaTrackConstraints {
  return {
    ...isMusic ? UNPROCESSED_STEREO : audioProcessing,
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
