/**
 * Opens one device for a check, or finds why it does not open.
 *
 * @module
 */
import {
  cameraConstraints,
  microphoneConstraints,
} from "../media/media_constraints.ts";
import type { MediaDevicesLike } from "../media/local_media.ts";
import { problemOf } from "../media/media_problem.ts";
import { type CheckResult, done } from "./check_result.ts";

/** A device that opened has a stream; in any case there is a finding. */
export interface OpenedDevice {
  readonly result: CheckResult;
  readonly stream: MediaStream | null;
}

const CONSTRAINTS = {
  camera: () => ({ video: cameraConstraints(null, "user") }),
  microphone: () => ({ audio: microphoneConstraints(null) }),
};

/**
 * Opens the system's camera or microphone.
 *
 * @param devices Undefined on a page that is not served over https.
 */
export async function openDevice(
  kind: "camera" | "microphone",
  devices: MediaDevicesLike | undefined,
): Promise<OpenedDevice> {
  if (!devices) return { result: done("insecure"), stream: null };
  try {
    const stream = await devices.getUserMedia(CONSTRAINTS[kind]());
    return { result: done("ok", sizeOf(stream)), stream };
  } catch (error) {
    const problem = problemOf(error);
    const code = problem === "ended" ? "busy" : problem;
    return { result: done(code), stream: null };
  }
}

function sizeOf(
  stream: MediaStream,
): { readonly width?: number; readonly height?: number } {
  const [track] = stream.getTracks();
  const { width, height } = track?.getSettings?.() ?? {};
  return width && height ? { width, height } : {};
}
