import { assertEquals } from "@std/assert";
import {
  GATHER_MS,
  MAX_AWAITED_MESSAGES,
} from "../../../../signaling/room/awaited_messages.ts";
import { FakeHub } from "../../../fakes/fake_hub.ts";

Deno.test("a message to a member that is expected reaches it when it comes", () => {
  const before = new FakeHub();
  const { id, resume } = before.join({ room: "tea" }).welcome;
  const hub = before.restart();
  const ann = hub.join({ room: "tea" });
  const send = () => hub.sendFromMember(ann.seat, { event: "offer", to: id });
  send();
  assertEquals(ann.client.takeEventNames(), ["error"]);
  hub.hub.awaitedMessages.expectMembers("tea", hub.nowMs);
  send();
  send();
  assertEquals(ann.client.takeEventNames(), []);
  const back = hub.join({ resumeToken: resume });
  assertEquals(back.welcome.id, id);
  const offers = back.client.takeEventNames().filter((name) =>
    name === "offer"
  );
  assertEquals(offers.length, 2);
});

Deno.test("a message to a member that does not come is refused after a while", () => {
  const hub = new FakeHub();
  const ann = hub.join({ room: "tea" });
  const send = () =>
    hub.sendFromMember(ann.seat, { event: "offer", to: "nobody" });
  const startMs = hub.nowMs;
  hub.hub.awaitedMessages.expectMembers("tea", startMs);
  send();
  const refusalsAt = (ms: number): number => {
    hub.nowMs = startMs + ms;
    hub.hub.sweep(hub.nowMs);
    return ann.client.takeEventNames().filter((name) => name === "error")
      .length;
  };
  assertEquals(refusalsAt(GATHER_MS - 1), 0);
  assertEquals(refusalsAt(GATHER_MS), 1);
  assertEquals(refusalsAt(GATHER_MS + 1), 0);
  send();
  assertEquals(ann.client.takeEventNames(), ["error"]);
});

Deno.test("messages to expected members are limited", () => {
  const hub = new FakeHub({ roomBytesPerSecond: 10_000_000 });
  const { client, seat } = hub.join({ room: "tea" });
  hub.hub.awaitedMessages.expectMembers("tea", hub.nowMs);
  for (let i = 0; i <= MAX_AWAITED_MESSAGES; i++) {
    hub.sendFromMember(seat, { event: "offer", to: "nobody" });
  }
  assertEquals(client.takeEventNames(), ["error"]);
});
