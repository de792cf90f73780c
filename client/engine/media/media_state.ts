/**
 * Camera and microphone as the views show them.
 *
 * @module
 */
import type { CameraFacing } from "./media_constraints.ts";
import type { DeviceChoice } from "./device_list.ts";
import type { MediaProblem } from "./media_problem.ts";
import {
  type AudioProcessing,
  DEFAULT_AUDIO_PROCESSING,
} from "./audio_processing.ts";

/** One of the two devices in use. */
export interface DeviceState {
  readonly isOn: boolean;
  readonly isStarting: boolean;
  readonly problem: MediaProblem | null;
  /** The chosen one, or null for the system's. */
  readonly deviceId: string | null;
  /** The one that is open, or null. */
  readonly activeDeviceId: string | null;
  readonly choices: readonly DeviceChoice[];
}

/** What the views show of this browser's devices. */
export interface MediaState {
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
  /** Which way the camera looks: a picture of oneself is shown mirrored. */
  readonly facing: CameraFacing;
  /** For the preview and the self view; null while the camera is off. */
  readonly preview: MediaStream | null;
  /** What is done to the microphone's sound before it is sent. */
  readonly audioProcessing: AudioProcessing;
}

const DEVICE_OFF: DeviceState = {
  isOn: false,
  isStarting: false,
  problem: null,
  deviceId: null,
  activeDeviceId: null,
  choices: [],
};

/** State before anything was asked for. */
export const NO_MEDIA: MediaState = {
  camera: DEVICE_OFF,
  microphone: DEVICE_OFF,
  facing: "user",
  preview: null,
  audioProcessing: DEFAULT_AUDIO_PROCESSING,
};
