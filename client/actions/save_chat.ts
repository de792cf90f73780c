/**
 * Saves the conversation as a text file. A file of its own: few people do.
 *
 * @module
 */
import { downloadFile } from "../platform/save/download_file.ts";
import type { LanguageTexts } from "../strings/language.ts";
import {
  buildTranscript,
  type TranscriptState,
} from "../view/chat/transcript.ts";

/** Time after which the browser has read the file. */
const REVOKE_MS = 60_000;

/** Downloads the conversation as it is now. */
export function saveChat(state: TranscriptState, texts: LanguageTexts): void {
  const now = new Date();
  const text = buildTranscript(state, texts, now);
  const file = new Blob([text], { type: "text/plain;charset=utf-8" });
  const url = URL.createObjectURL(file);
  const [day] = now.toISOString().split("T");
  downloadFile(url, `maru-${state.roomName}-${day}.txt`);
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS);
}
