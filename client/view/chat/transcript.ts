/**
 * The conversation as a text file. Private messages are left out: a transcript
 * is passed on to others.
 *
 * @module
 */
import type { CallState } from "../../engine/call/call_state.ts";
import type { TextFormatter } from "../context/i18n.ts";
import { formatText, type LanguageTexts } from "../../strings/language.ts";
import {
  type ChatEntry,
  mergeChatEntries,
  showAuthor,
} from "./chat_entries.ts";
import { replaceControlCharacters } from "./linkify_message.ts";

/** Indent of the further lines of a message, which could look like another one. */
const INDENT = "    ";

/** State that a transcript shows. */
export type TranscriptState = Pick<
  CallState,
  "chat" | "files" | "roomName" | "self"
>;

/** Text of the file. */
export function buildTranscript(
  state: TranscriptState,
  texts: LanguageTexts,
  now: Date,
): string {
  const format = new Intl.DateTimeFormat(texts.language, {
    dateStyle: "short",
    timeStyle: "medium",
  });
  const { chat, files, roomName } = state;
  const open = chat.filter(({ privateWith }) => privateWith === null);
  const title = formatText(texts, "transcriptTitle", {
    room: roomName,
    time: format.format(now),
  });
  const note = open.length < chat.length
    ? [formatText(texts, "transcriptNoPrivate")]
    : [];
  const lines = mergeChatEntries(open, files).map((entry) => {
    const time = format.format(entry.line.atMs);
    const name = nameOf(entry, state, texts);
    return `[${time}] ${name}: ${contentOf(entry, texts)}`;
  });
  return [title, ...note, "", ...lines, ""].join("\n");
}

function nameOf(
  entry: ChatEntry,
  { self }: TranscriptState,
  texts: LanguageTexts,
): string {
  const isOwn = entry.line.from === null;
  if (isOwn && self.name !== "") return self.name;
  const text: TextFormatter = (key, params) => formatText(texts, key, params);
  return isOwn ? text("guest") : showAuthor(entry, text);
}

function contentOf(entry: ChatEntry, texts: LanguageTexts): string {
  if (entry.kind === "file") {
    return formatText(texts, "transcriptFile", { file: entry.line.fileName });
  }
  return replaceControlCharacters(entry.line.text)
    .replaceAll(/\r\n?|\n/g, `\n${INDENT}`);
}
