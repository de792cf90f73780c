/**
 * User actions for the recording on this device.
 *
 * @module
 */
import type { TextFormatter } from "./i18n.ts";

/** Actions for recordings. */
export interface RecordingActions {
  /** `text` writes the names in the picture. */
  startRecording(text: TextFormatter): void;
  stopRecording(): void;
  /** Saves a recording that the browser keeps as a download. */
  saveRecording(id: string): void;
  deleteRecording(id: string): void;
}
