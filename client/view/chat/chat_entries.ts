/**
 * What was said and what was sent, in one row by time.
 *
 * @module
 */
import type { ChatLine } from "../../engine/call/call_state.ts";
import type { SharedFile } from "../../engine/files/file_lines.ts";

/** A line of the chat: a message, or a file. */
export type ChatEntry =
  | { readonly kind: "text"; readonly line: ChatLine }
  | { readonly kind: "file"; readonly line: SharedFile };

/** Lines of one person within this time share one head. */
const SHARED_HEADER_MS = 120_000;

/** Messages and files, the oldest first. */
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

/** True when a line needs no head of its own after the one before it. */
export function sharesHeader(
  { line }: ChatEntry,
  before: ChatEntry | undefined,
): boolean {
  return before !== undefined && before.line.from === line.from &&
    line.atMs - before.line.atMs < SHARED_HEADER_MS;
}

/** Name that the author of a line had then, or empty. */
export function authorNameOf(entry: ChatEntry): string {
  return entry.kind === "text"
    ? entry.line.name
    : entry.line.transfers[0]?.name ?? "";
}
