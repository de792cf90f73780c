/**
 * Check of one device: opens it, or reports its problem.
 *
 * @module
 */
import {
  cameraConstraints,
  microphoneConstraints,
} from "../media/media_constraints.ts";
import type { MediaDevicesLike } from "../media/local_media.ts";
import type { MediaKind } from "../media/local_tracks.ts";
import { findMediaProblem, type MediaAccess } from "../media/media_problem.ts";
import { type CheckResult, makeResult } from "./check_result.ts";

/** Result of a device check; the stream is null when the device did not open. */
export interface DeviceCheckResult {
  readonly result: CheckResult;
  readonly stream: MediaStream | null;
}

const CONSTRAINTS = {
  camera: () => ({ video: cameraConstraints(null, "user") }),
  microphone: () => ({ audio: microphoneConstraints(null) }),
};

/**
 * Opens the default camera or microphone.
 *
 * @param devices Undefined on a page that is not served over https, and in
 * some apps.
 */
export async function checkDevice(
  kind: MediaKind,
  devices: MediaDevicesLike | undefined,
  access: MediaAccess,
): Promise<DeviceCheckResult> {
  try {
    if (!devices) throw new TypeError("No media devices on this page");
    const stream = await devices.getUserMedia(CONSTRAINTS[kind]());
    return { result: makeResult("ok", videoSizeOf(stream)), stream };
  } catch (error) {
    const problem = await findMediaProblem(error, kind, access);
    const code = problem === "ended" ? "busy" : problem;
    return { result: makeResult(code), stream: null };
  }
}

function videoSizeOf(
  stream: MediaStream,
): { readonly width?: number; readonly height?: number } {
  const [track] = stream.getTracks();
  const { width, height } = track?.getSettings?.() ?? {};
  return width && height ? { width, height } : {};
}
