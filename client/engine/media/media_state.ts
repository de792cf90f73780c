/**
 * Camera and microphone as the views show them.
 *
 * @module
 */
import type { Facing } from "./media_constraints.ts";
import type { DeviceChoice } from "./device_list.ts";
import type { MediaProblem } from "./media_problem.ts";
import { CLEAR_VOICE, type SoundOptions } from "./audio_processing.ts";

/** One of the two devices in use. */
export interface DeviceState {
  readonly isOn: boolean;
  readonly isStarting: boolean;
  readonly problem: MediaProblem | null;
  /** The chosen one, or null for the system's. */
  readonly deviceId: string | null;
  /** The one that is open, or null. */
  readonly usedId: string | null;
  readonly choices: readonly DeviceChoice[];
}

/** What the views show of this browser's devices. */
export interface MediaState {
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
  /** Which way the camera looks: a picture of oneself is shown mirrored. */
  readonly facing: Facing;
  /** For the preview and the self view; null while the camera is off. */
  readonly preview: MediaStream | null;
  /** What is done to the microphone's sound before it is sent. */
  readonly sound: SoundOptions;
}

const OFF: DeviceState = {
  isOn: false,
  isStarting: false,
  problem: null,
  deviceId: null,
  usedId: null,
  choices: [],
};

/** State before anything was asked for. */
export const NO_MEDIA: MediaState = {
  camera: OFF,
  microphone: OFF,
  facing: "user",
  preview: null,
  sound: CLEAR_VOICE,
};
