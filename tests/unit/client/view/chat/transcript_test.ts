import { assertEquals } from "@std/assert";
import { INITIAL_CALL_STATE } from "../../../../../client/engine/call/call_state.ts";
import type { SharedFile } from "../../../../../client/engine/files/shared_file_list.ts";
import { en } from "../../../../../client/strings/en.ts";
import { buildTranscript } from "../../../../../client/view/chat/transcript.ts";
import { PUBLIC_LINE } from "../../fixtures/chat_line.ts";

const TEXTS = { language: "en", strings: en } as const;
const NOW = new Date(2026, 10, 26, 14, 30);
const AT_MS = new Date(2026, 10, 26, 14, 3, 5).getTime();

const line = (text: string, from: string | null = "a", name = "Ada") => ({
  ...PUBLIC_LINE,
  id: text,
  from,
  name,
  text,
  atMs: AT_MS,
});

function transcriptOf(part: Partial<typeof INITIAL_CALL_STATE>): string[] {
  const self = { ...INITIAL_CALL_STATE.self, name: "Me" };
  const state = { ...INITIAL_CALL_STATE, roomName: "tea", self, ...part };
  // Some versions of the data put a narrow space before AM and PM.
  return buildTranscript(state, TEXTS, NOW).replaceAll("\u202f", " ")
    .split("\n");
}

Deno.test("buildTranscript() has each message with time and name", () => {
  const chat = [line("Hello"), line("Hi", null), line("x", "b", "")];
  assertEquals(transcriptOf({ chat }), [
    "Chat in “tea”, saved 11/26/26, 2:30:00 PM",
    "",
    "[11/26/26, 2:03:05 PM] Ada: Hello",
    "[11/26/26, 2:03:05 PM] Me: Hi",
    "[11/26/26, 2:03:05 PM] Guest: x",
    "",
  ]);
});

Deno.test("buildTranscript() leaves out private messages and says so", () => {
  const chat = [line("Hello"), { ...line("psst"), privateWith: "a" }];
  const lines = transcriptOf({ chat });
  assertEquals(lines.join().includes("psst"), false);
  assertEquals(lines[1], "Private messages are not included.");
});

Deno.test("buildTranscript() indents further lines, so that a message cannot look like two", () => {
  const chat = [line("one\n[now] Bob: two\r\nthree\u202e")];
  assertEquals(transcriptOf({ chat }).slice(2), [
    "[11/26/26, 2:03:05 PM] Ada: one",
    "    [now] Bob: two",
    "    three\ufffd",
    "",
  ]);
});

Deno.test("buildTranscript() names files", () => {
  const file: SharedFile = {
    id: "f",
    from: null,
    fileName: "plan.pdf",
    size: 1,
    atMs: AT_MS,
    transfers: [],
    url: null,
    maxBytes: null,
  };
  assertEquals(
    transcriptOf({ files: [file] })[2],
    "[11/26/26, 2:03:05 PM] Me: sent the file plan.pdf",
  );
});
