import { assertEquals } from "@std/assert";
import {
  MAX_LINE_LENGTH,
  readSandboxMessage,
} from "../../../../client/learn/sandbox_message.ts";

Deno.test("readSandboxMessage() takes the messages of the box and shortens long lines", () => {
  assertEquals(readSandboxMessage({ kind: "ready" }), { kind: "ready" });
  assertEquals(readSandboxMessage({ kind: "failed", more: 1 }), {
    kind: "failed",
  });
  const text = "x".repeat(MAX_LINE_LENGTH + 1);
  assertEquals(readSandboxMessage({ kind: "log", text }), {
    kind: "log",
    text: text.slice(1),
  });
});

for (
  const data of [null, "log", {}, { kind: "log" }, { kind: "log", text: 1 }, {
    kind: "other",
  }]
) {
  Deno.test(`readSandboxMessage() refuses ${JSON.stringify(data)}`, () => {
    assertEquals(readSandboxMessage(data), null);
  });
}
