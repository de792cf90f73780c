/** Raised hands: their order, who may change them, when they end. @module */
import { assertEquals } from "@std/assert";
import { FakeHub } from "../../../fakes/fake_hub.ts";

const room = "tea";

/** A host and two members; nothing unread. */
function threeMembers() {
  const hub = new FakeHub({ maxRoomMembers: 9 });
  const members = [0, 1, 2].map(() => hub.join({ room }));
  for (const { client } of members) client.takeMessages();
  const [a, b, c] = members;
  if (!a || !b || !c) throw new TypeError("Three members have joined");
  const raise = ({ seat }: typeof a, raised = true) =>
    hub.sendFromMember(seat, { event: "hand", data: { raised } });
  return { hub, a, b, c, raise };
}

type Reader = { takeMessages(): { event: string; data?: unknown }[] };

/** The last hands that a client received, and who changed them. */
function handsOf(client: Reader): unknown {
  return client.takeMessages().findLast(({ event }) => event === "hands")?.data;
}

function codeOf(client: Reader): unknown {
  return Object(client.takeMessages().at(-1)?.data).code;
}

Deno.test("hands are in the order in which they were raised, on all pages and for newcomers", () => {
  const { hub, a, b, c, raise } = threeMembers();
  raise(c);
  raise(a);
  raise(b);
  for (const { client } of [a, b, c]) {
    assertEquals(handsOf(client), { hands: ["p3", "p1", "p2"], by: "p2" });
  }
  assertEquals(hub.join({ room }).welcome.hands, ["p3", "p1", "p2"]);
  raise(c, false);
  raise(c);
  assertEquals(handsOf(a.client), { hands: ["p1", "p2", "p3"], by: "p3" });
});

Deno.test("a hand that is raised again keeps its place, and nothing is sent", () => {
  const { a, b, raise } = threeMembers();
  raise(a);
  raise(b);
  b.client.takeMessages();
  raise(a);
  raise(a);
  assertEquals(b.client.takeMessages(), []);
});

Deno.test("only a host lowers the hand of another member", () => {
  const { hub, a, b, c, raise } = threeMembers();
  raise(b);
  const lower = ({ seat }: typeof a) =>
    hub.sendFromMember(seat, { event: "lower-hand", data: { id: "p2" } });
  lower(c);
  assertEquals(codeOf(c.client), "not-host");
  assertEquals(handsOf(a.client), { hands: ["p2"], by: "p2" });
  lower(a);
  assertEquals(handsOf(b.client), { hands: [], by: "p1" });
});

Deno.test("a member cannot claim an order, or send the hands itself", () => {
  const { hub, a, c, raise } = threeMembers();
  raise(a);
  const hands = ["p3", "p1"];
  hub.sendFromMember(c.seat, { event: "hands", data: { hands, by: "p1" } });
  assertEquals(codeOf(c.client), "reserved-event");
  for (const data of [{}, { raised: 1 }, null]) {
    hub.sendFromMember(c.seat, { event: "hand", data });
    assertEquals(codeOf(c.client), "bad-data");
  }
  assertEquals(handsOf(a.client), { hands: ["p1"], by: "p1" });
});

Deno.test("a hand outlives the socket and ends with the seat", () => {
  const { hub, a, b, raise } = threeMembers();
  raise(b);
  raise(a);
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  assertEquals(hub.join({ room }).welcome.hands, ["p2", "p1"]);
  a.client.takeMessages();
  hub.hub.sweep(hub.nowMs + 30_000);
  assertEquals(handsOf(a.client), { hands: ["p1"], by: "p2" });
});

Deno.test("in the default room `hand` is a message between members", () => {
  const hub = new FakeHub();
  const [a, b] = [hub.join(), hub.join()];
  b.client.takeMessages();
  hub.sendFromMember(a.seat, { event: "hand", data: { raised: true } });
  assertEquals(b.client.takeMessages(), [
    { from: "p1", event: "hand", data: { raised: true } },
  ]);
  assertEquals(hub.join().welcome.hands, []);
});
