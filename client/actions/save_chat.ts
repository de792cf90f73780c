/**
 * Saves the conversation as a text file. A file of its own: few people do.
 *
 * @module
 */
import { downloadBlob } from "../platform/save/download_file.ts";
import type { LanguageTexts } from "../strings/language.ts";
import {
  buildTranscript,
  type TranscriptState,
} from "../view/chat/transcript.ts";

/** Downloads the conversation as it is now. */
export function saveChat(state: TranscriptState, texts: LanguageTexts): void {
  const now = new Date();
  const text = buildTranscript(state, texts, now);
  const file = new Blob([text], { type: "text/plain;charset=utf-8" });
  const [day] = now.toISOString().split("T");
  downloadBlob(file, `maru-${state.roomName}-${day}.txt`);
}
