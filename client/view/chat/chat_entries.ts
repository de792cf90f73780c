/**
 * Merges chat messages and shared files into one list by time.
 *
 * @module
 */
import type { ChatLine } from "../../engine/call/call_state.ts";
import { OPERATOR } from "../../engine/chat/chat_log.ts";
import type { TextFormatter } from "../context/i18n.ts";
import type { SharedFile } from "../../engine/files/shared_file_list.ts";

/** A message or a file in the chat. */
export type ChatEntry =
  | { readonly kind: "text"; readonly line: ChatLine }
  | { readonly kind: "file"; readonly line: SharedFile };

/** Longest interval between entries of one author under one header. */
const SHARED_HEADER_MS = 120_000;

/** Messages and files, oldest first. */
export function mergeChatEntries(
  chat: readonly ChatLine[],
  files: readonly SharedFile[],
): readonly ChatEntry[] {
  const entries: ChatEntry[] = [
    ...chat.map((line) => ({ kind: "text", line }) as const),
    ...files.map((line) => ({ kind: "file", line }) as const),
  ];
  return entries.sort((a, b) => a.line.atMs - b.line.atMs);
}

/** True when an entry belongs under the header of the previous one. */
export function sharesHeader(
  { line }: ChatEntry,
  previous: ChatEntry | undefined,
): boolean {
  return previous !== undefined && previous.line.from === line.from &&
    privateWithOf(line) === privateWithOf(previous.line) &&
    line.atMs - previous.line.atMs < SHARED_HEADER_MS;
}

function privateWithOf(line: ChatLine | SharedFile): string | null {
  return "privateWith" in line ? line.privateWith : null;
}

/** Author as the chat shows it: the own person, the operator, or a name. */
export function showAuthor(entry: ChatEntry, text: TextFormatter): string {
  const { from } = entry.line;
  if (from === null) return text("you");
  if (from === OPERATOR) return text("operator");
  return authorNameOf(entry) || text("guest");
}

/** Name of the author at that time, or empty. */
export function authorNameOf(entry: ChatEntry): string {
  return entry.kind === "text"
    ? entry.line.name
    : entry.line.transfers[0]?.name ?? "";
}
