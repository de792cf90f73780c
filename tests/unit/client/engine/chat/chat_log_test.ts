import { assertEquals } from "@std/assert";
import {
  appendChatLine,
  type ChatState,
} from "../../../../../client/engine/chat/chat_log.ts";
import { MAX_KEPT_MESSAGES } from "../../../../../client/engine/chat/chat.ts";
import { Store } from "../../../../../client/engine/store.ts";
import { PUBLIC_LINE } from "../../fixtures/chat_line.ts";

const line = (id: string, atMs: number) => ({
  ...PUBLIC_LINE,
  id,
  from: "a",
  text: id,
  atMs,
  name: "Ann",
});

Deno.test("appendChatLine() sorts history before live messages", () => {
  const state = new Store<ChatState>({ chat: [] });
  for (const [id, atMs] of [["live", 9], ["old", 1], ["older", 0]] as const) {
    appendChatLine(state, line(id, atMs));
  }
  assertEquals(state.get().chat.map(({ id }) => id), ["older", "old", "live"]);
});

Deno.test("appendChatLine() keeps a bounded number of lines", () => {
  const state = new Store<ChatState>({ chat: [] });
  for (let i = 0; i <= MAX_KEPT_MESSAGES; i++) {
    appendChatLine(state, line(`${i}`, i));
  }
  const { chat } = state.get();
  assertEquals([chat.length, chat[0]?.id], [MAX_KEPT_MESSAGES, "1"]);
});
