/**
 * State of what is done to camera and microphone before they are sent.
 *
 * @module
 */
import type { BackgroundEffect } from "./background_effect.ts";

/** State of the background. */
export interface BackgroundState {
  readonly effect: BackgroundEffect;
  /** True from the choice until the camera shows it. */
  readonly isStarting: boolean;
}

/** State of the noise suppression. */
export interface NoiseState {
  readonly isOn: boolean;
  /** True while the microphone is sent through it. */
  readonly isActive: boolean;
}

/** State of both. */
export interface ProcessingState {
  readonly background: BackgroundState;
  readonly noise: NoiseState;
}

/** State before anything was chosen. */
export const NO_PROCESSING: ProcessingState = {
  background: { effect: "none", isStarting: false },
  noise: { isOn: false, isActive: false },
};

/** Kinds of notices about the processing. */
export type ProcessingNotice =
  | "background-overload"
  | "background-failed"
  | "noise-failed";
