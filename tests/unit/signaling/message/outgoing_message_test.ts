import { assertEquals } from "@std/assert";
import { createServerMessage } from "../../../../signaling/message/outgoing_message.ts";

Deno.test("createServerMessage() counts all but welcome, error and pong", () => {
  assertEquals(createServerMessage("pong", { received: 1 }).isCounted, false);
  const left = createServerMessage("peer-left", { id: "가", reason: "left" });
  assertEquals(left.isCounted, true);
  assertEquals(left.bytes, new TextEncoder().encode(left.text).length);
});
