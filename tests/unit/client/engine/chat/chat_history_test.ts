import { assertEquals } from "@std/assert";
import {
  MAX_HISTORY_CHARS,
  readKeptLines,
  selectKeptLines,
} from "../../../../../client/engine/chat/chat_history.ts";
import type { ChatLine } from "../../../../../client/engine/chat/chat_log.ts";
import { MAX_KEPT_MESSAGES } from "../../../../../client/engine/chat/chat.ts";
import { PUBLIC_LINE } from "../../fixtures/chat_line.ts";

function line(id: number, length = 1): ChatLine {
  const text = "x".repeat(length);
  return {
    ...PUBLIC_LINE,
    id: `a ${id}`,
    from: "a",
    name: "",
    text,
    atMs: id,
  };
}

Deno.test("selectKeptLines() keeps the newest lines that fit, in order", () => {
  const lines = [1, 2, 3].map((id) => line(id, 4_000));
  assertEquals(selectKeptLines(lines), lines);
  const many = Array.from({ length: 60 }, (_, i) => line(i, 4_000));
  assertEquals(
    selectKeptLines(many),
    many.slice(-MAX_HISTORY_CHARS / 4_000),
  );
  const short = Array.from(
    { length: MAX_KEPT_MESSAGES + 1 },
    (_, i) => line(i),
  );
  assertEquals(selectKeptLines(short), short.slice(1));
});

Deno.test("readKeptLines() reads private lines and replies, and lines from before there were any", () => {
  const secret = { ...line(1), privateWith: "a", replyTo: "x" };
  const { privateWith: _, privateName: __, replyTo: ___, ...old } = line(2);
  assertEquals(readKeptLines([secret, old]), [secret, line(2)]);
});

Deno.test("readKeptLines() reads what was stored, without malformed lines", () => {
  const lines = [line(1), { ...line(2), from: null }];
  const stored = JSON.parse(JSON.stringify(lines));
  const malformed = [
    null,
    { ...line(3), text: 5 },
    { ...line(4), text: "x".repeat(4_001) },
    { ...line(5), atMs: "now" },
    { ...line(6), from: undefined },
  ];
  assertEquals(readKeptLines([...malformed, ...stored]), lines);
  assertEquals(readKeptLines({ length: 1 }), []);
});
