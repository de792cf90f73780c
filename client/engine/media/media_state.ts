/**
 * State of camera and microphone, as the views show it, and the notices about
 * devices.
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

/** State of camera or microphone. */
export interface DeviceState {
  readonly isOn: boolean;
  readonly isStarting: boolean;
  /** True while the system sends silence or black instead: a phone call, a hardware switch, another program. */
  readonly isInterrupted: boolean;
  readonly problem: MediaProblem | null;
  /** Id of the chosen device, or null for the system default. */
  readonly deviceId: string | null;
  /** Id of the open device, or null. */
  readonly activeDeviceId: string | null;
  readonly choices: readonly DeviceChoice[];
}

/** State of both devices. */
export interface MediaState {
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
  /** Direction of the camera; the self view of a front camera is mirrored. */
  readonly facing: CameraFacing;
  /** Stream for the preview and the self view, as it is sent; null while the camera is off. */
  readonly preview: MediaStream | null;
  /** Processing of the microphone's audio before it is sent. */
  readonly audioProcessing: AudioProcessing;
}

const DEVICE_OFF: DeviceState = {
  isOn: false,
  isStarting: false,
  isInterrupted: false,
  problem: null,
  deviceId: null,
  activeDeviceId: null,
  choices: [],
};

/** State before any device was requested. */
export const NO_MEDIA: MediaState = {
  camera: DEVICE_OFF,
  microphone: DEVICE_OFF,
  facing: "user",
  preview: null,
  audioProcessing: DEFAULT_AUDIO_PROCESSING,
};

/** Kinds of notices about devices. */
export type MediaNotice =
  | "camera-back"
  | "microphone-back"
  | "camera-interrupted"
  | "microphone-interrupted"
  | "camera-ended"
  | "microphone-ended"
  | "camera-replaced"
  | "microphone-replaced"
  | "speaker-lost";

/** Shows a notice, with the name of a device where there is one. */
export type NotifyMedia = (notice: MediaNotice, deviceName?: string) => void;
