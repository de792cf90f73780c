import { assertEquals } from "@std/assert";
import { MessageCounters } from "../../../../signaling/message/message_counters.ts";

Deno.test("MessageCounters has one kind for all event names that clients choose", () => {
  const counters = new MessageCounters();
  const kinds = counters.byKind.size;
  for (let n = 0; n < 1000; n++) counters.countMessage(`event ${n}`);
  counters.countMessage("constructor");
  assertEquals(counters.byKind.size, kinds);
  assertEquals(counters.byKind.get("other"), 1001);
});
