import { assertEquals } from "@std/assert";
import { parseFileMessage } from "../../../../../client/engine/files/file_messages.ts";
import {
  MAX_FILE_BYTES,
  MAX_FILE_MESSAGE_CHARS,
  MAX_OPEN_TRANSFERS,
} from "../../../../../client/engine/files/file_limits.ts";

const HASH = "0f".repeat(32);

Deno.test.each([
  { message: { kind: "hello", checksum: "sha256-chain", offers: [1, 2] } },
  { message: { kind: "offer", id: 1, name: "a", size: 0 } },
  { message: { kind: "offer", id: 1, name: "a", size: MAX_FILE_BYTES } },
  { message: { kind: "accept", id: 1, offset: 5 } },
  { message: { kind: "ack", id: 2 ** 32 - 1, offset: 5 } },
  { message: { kind: "done", id: 1, sha256: HASH } },
  { message: { kind: "received", id: 1 } },
  { message: { kind: "cancel", id: 1, reason: "unreadable" } },
  { message: { kind: "refuse", id: 1, reason: "too-big" } },
])("parseFileMessage() reads $message", ({ message }) => {
  assertEquals<unknown>(parseFileMessage(JSON.stringify(message)), message);
});

Deno.test("parseFileMessage() reads an unknown reason as `cancelled`", () => {
  const text = '{"kind":"refuse","id":1,"reason":"<b>"}';
  assertEquals(parseFileMessage(text), {
    kind: "refuse",
    id: 1,
    reason: "cancelled",
  });
});

Deno.test.each([
  { text: "{" },
  { text: "null" },
  { text: '{"kind":"hello","offers":[1]}' },
  { text: '{"kind":"hello","checksum":"sha256-chain","offers":[-1]}' },
  {
    text: JSON.stringify({
      kind: "hello",
      checksum: "sha256-chain",
      offers: Array(MAX_OPEN_TRANSFERS + 1).fill(1),
    }),
  },
  { text: '{"kind":"offer","id":1,"name":"a","size":-1}' },
  { text: '{"kind":"offer","id":1,"name":"a","size":1.5}' },
  { text: '{"kind":"offer","id":1,"name":"a","size":1099511627777}' },
  { text: '{"kind":"offer","id":4294967296,"name":"a","size":1}' },
  { text: '{"kind":"offer","id":1,"name":7,"size":1}' },
  { text: '{"kind":"ack","id":1}' },
  { text: '{"kind":"done","id":1,"sha256":"xyz"}' },
  { text: '{"kind":"unheard-of","id":1}' },
])("parseFileMessage() ignores $text", ({ text }) => {
  assertEquals(parseFileMessage(text), null);
});

Deno.test("parseFileMessage() ignores a message that is too long", () => {
  const text = (length: number) => {
    const name = "a".repeat(length);
    return JSON.stringify({ kind: "offer", id: 1, name, size: 1 });
  };
  const room = MAX_FILE_MESSAGE_CHARS - text(0).length;
  assertEquals(parseFileMessage(text(room))?.kind, "offer");
  assertEquals(parseFileMessage(text(room + 1)), null);
});
