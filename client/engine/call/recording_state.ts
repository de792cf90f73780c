/**
 * State of the recording on this device, as the views show it.
 *
 * @module
 */

/** Phase of a recording: `saving` is after its end, before the file is complete. */
export type RecordingPhase = "off" | "starting" | "on" | "saving";

/** A recording that the browser keeps until it is deleted. */
export interface KeptRecording {
  readonly id: string;
  /** Name of the file. */
  readonly name: string;
  readonly bytes: number;
}

/** State of the recording. */
export interface RecordingState {
  /** False where the browser cannot record. */
  readonly isSupported: boolean;
  readonly phase: RecordingPhase;
  /** Start on the clock of the page, in milliseconds; null while off. */
  readonly startedAtMs: number | null;
  readonly kept: readonly KeptRecording[];
}

/** State before anything was recorded. */
export const NO_RECORDING: RecordingState = {
  isSupported: false,
  phase: "off",
  startedAtMs: null,
  kept: [],
};

/** Why a recording stopped by itself. */
export type RecordingFailure = "full" | "slow" | "failed";

/** Notices about recordings; those about members have a name. */
export type RecordingNotice =
  | "recording-started"
  | "recording-ended"
  | "own-recording"
  | "recording-saved"
  | "recording-full"
  | "recording-failed";
