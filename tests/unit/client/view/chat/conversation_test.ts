import { assertEquals } from "@std/assert";
import type { ChatLine } from "../../../../../client/engine/call/call_state.ts";
import type { FileLine } from "../../../../../client/engine/files/file_lines.ts";
import {
  authorOf,
  conversation,
  followsHead,
} from "../../../../../client/view/chat/conversation.ts";

const said = (id: string, atMs: number, from = "a"): ChatLine => ({
  id,
  from,
  name: "Ada",
  text: id,
  atMs,
});
const sent = (id: string, atMs: number, from = "a"): FileLine => ({
  id,
  from,
  fileName: "x",
  size: 1,
  atMs,
  transfers: [],
  url: null,
  maxBytes: null,
});

Deno.test("conversation() has messages and files in one row by time", () => {
  const row = conversation([said("1", 10), said("3", 30)], [sent("2", 20)]);
  assertEquals(row.map(({ line }) => line.id), ["1", "2", "3"]);
});

Deno.test("followsHead() joins what one person says within two minutes", () => {
  const row = conversation(
    [said("1", 0), said("3", 239_999), said("4", 239_999, "b")],
    [sent("2", 119_999)],
  );
  assertEquals(row.map((entry, i) => followsHead(entry, row[i - 1])), [
    false,
    true,
    false,
    false,
  ]);
});

Deno.test("authorOf() is nobody where a file has no receiver", () => {
  const row = conversation([said("1", 0)], [sent("2", 1)]);
  assertEquals(row.map(authorOf), ["Ada", ""]);
});
