/**
 * The conversation as a tab keeps it over a reload: its newest lines, bounded
 * in size.
 *
 * @module
 */
import * as v from "valibot";
import type { ChatLine } from "./chat_log.ts";
import { MAX_CHAT_TEXT_LENGTH, MAX_KEPT_MESSAGES } from "./chat.ts";

/** Most UTF-16 code units of text that are kept. */
export const MAX_HISTORY_CHARS = 200_000;

const CHAT_LINE_SCHEMA = v.object({
  id: v.string(),
  from: v.nullable(v.string()),
  name: v.string(),
  text: v.pipe(v.string(), v.maxLength(MAX_CHAT_TEXT_LENGTH)),
  atMs: v.pipe(v.number(), v.finite()),
  privateWith: v.fallback(v.nullable(v.string()), null),
  privateName: v.fallback(v.string(), ""),
  replyTo: v.fallback(v.nullable(v.string()), null),
});

/** The newest lines that fit. */
export function selectKeptLines(lines: readonly ChatLine[]): ChatLine[] {
  let chars = 0;
  const kept: ChatLine[] = [];
  for (const line of lines.slice(-MAX_KEPT_MESSAGES).reverse()) {
    chars += line.text.length + line.name.length;
    if (chars > MAX_HISTORY_CHARS) break;
    kept.push(line);
  }
  return kept.reverse();
}

/** Reads kept lines without those that are malformed. */
export function readKeptLines(value: unknown): ChatLine[] {
  if (!Array.isArray(value)) return [];
  return value.slice(-MAX_KEPT_MESSAGES).flatMap((entry) => {
    const { success, output } = v.safeParse(CHAT_LINE_SCHEMA, entry);
    return success ? [output] : [];
  });
}
