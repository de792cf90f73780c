import { assertEquals } from "@std/assert";
import type { ChatLine } from "../../../../../client/engine/call/call_state.ts";
import type { SharedFile } from "../../../../../client/engine/files/file_lines.ts";
import {
  authorNameOf,
  mergeChatEntries,
  sharesHeader,
} from "../../../../../client/view/chat/chat_entries.ts";

const said = (id: string, atMs: number, from = "a"): ChatLine => ({
  id,
  from,
  name: "Ada",
  text: id,
  atMs,
});
const sent = (id: string, atMs: number, from = "a"): SharedFile => ({
  id,
  from,
  fileName: "x",
  size: 1,
  atMs,
  transfers: [],
  url: null,
  maxBytes: null,
});

Deno.test("mergeChatEntries() has messages and files in one row by time", () => {
  const row = mergeChatEntries([said("1", 10), said("3", 30)], [sent("2", 20)]);
  assertEquals(row.map(({ line }) => line.id), ["1", "2", "3"]);
});

Deno.test("sharesHeader() joins what one person says within two minutes", () => {
  const row = mergeChatEntries(
    [said("1", 0), said("3", 239_999), said("4", 239_999, "b")],
    [sent("2", 119_999)],
  );
  assertEquals(row.map((entry, i) => sharesHeader(entry, row[i - 1])), [
    false,
    true,
    false,
    false,
  ]);
});

Deno.test("authorNameOf() is nobody where a file has no receiver", () => {
  const row = mergeChatEntries([said("1", 0)], [sent("2", 1)]);
  assertEquals(row.map(authorNameOf), ["Ada", ""]);
});
