import { assert, assertEquals } from "@std/assert";
import type { ChatLine } from "../../../../../client/engine/call/call_state.ts";
import type { SharedFile } from "../../../../../client/engine/files/shared_file_list.ts";
import {
  authorNameOf,
  mergeChatEntries,
  sharesHeader,
} from "../../../../../client/view/chat/chat_entries.ts";
import { PUBLIC_LINE } from "../../fixtures/chat_line.ts";

const message = (id: string, atMs: number, from = "a"): ChatLine => ({
  ...PUBLIC_LINE,
  id,
  from,
  name: "Ada",
  text: id,
  atMs,
});
const file = (id: string, atMs: number, from = "a"): SharedFile => ({
  id,
  from,
  fileName: "x",
  size: 1,
  atMs,
  transfers: [],
  url: null,
  maxBytes: null,
});

Deno.test("mergeChatEntries() orders messages and files by time", () => {
  const entries = mergeChatEntries([message("1", 10), message("3", 30)], [
    file("2", 20),
  ]);
  assertEquals(entries.map(({ line }) => line.id), ["1", "2", "3"]);
});

Deno.test("sharesHeader() groups entries of one author within two minutes", () => {
  const entries = mergeChatEntries(
    [message("1", 0), message("3", 239_999), message("4", 239_999, "b")],
    [file("2", 119_999)],
  );
  assertEquals(entries.map((entry, i) => sharesHeader(entry, entries[i - 1])), [
    false,
    true,
    false,
    false,
  ]);
});

Deno.test("authorNameOf() is empty for a file without transfers", () => {
  const entries = mergeChatEntries([message("1", 0)], [file("2", 1)]);
  assertEquals(entries.map(authorNameOf), ["Ada", ""]);
});

Deno.test("sharesHeader() is false between a private message and others", () => {
  const [open, secret] = mergeChatEntries(
    [message("1", 0), { ...message("2", 1), privateWith: "a" }],
    [],
  );
  assert(open && secret);
  assertEquals(sharesHeader(secret, open), false);
  assertEquals(sharesHeader(open, secret), false);
  assertEquals(sharesHeader(secret, secret), true);
});
