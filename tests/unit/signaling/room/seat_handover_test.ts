/** Seats that one process hands to the next. @module */
import { assert, assertEquals } from "@std/assert";
import {
  createHandover,
  HANDOVER_MAX_AGE_MS,
  parseHandover,
  restoreSeats,
} from "../../../../signaling/room/seat_handover.ts";
import { FakeHub, type JoinedClient } from "../../../fakes/fake_hub.ts";

const room = "tea";

/** Three members of a room, the last away; nothing unread. */
function threeMembers() {
  const hub = new FakeHub({ maxRoomMembers: 9 });
  const [a, b, c] = [0, 1, 2].map(() => hub.join({ room }));
  if (!a || !b || !c) throw new TypeError("Three members have joined");
  hub.hub.detachSeat(c.seat, c.client, "timeout", hub.nowMs);
  for (const { client } of [a, b, c]) client.takeMessages();
  return { hub, a, b, c };
}

/** Drains and stops a hub, and continues it in another as from a file. */
function restartOrderly(hub: FakeHub): FakeHub {
  hub.hub.startDraining(() => 700);
  hub.hub.shutDown(hub.nowMs);
  const text = JSON.stringify(createHandover(hub.hub, hub.nowMs));
  const next = hub.restart();
  const handover = parseHandover(JSON.parse(text), next.nowMs);
  assert(handover !== null);
  restoreSeats(next.hub, handover, next.nowMs);
  return next;
}

/** Comes back with the messages that it has counted. */
function resume(next: FakeHub, { welcome }: JoinedClient, received: number) {
  return next.join({ resumeToken: welcome.resume, receivedCount: received });
}

Deno.test("a connected member receives how long to wait, one that is away nothing", () => {
  const { hub, a, c } = threeMembers();
  hub.hub.startDraining((index) => 500 + index);
  assertEquals(a.client.takeMessages(), [
    { event: "server-closing", data: { delayMs: 500 } },
  ]);
  assertEquals(c.client.takeMessages(), []);
});

Deno.test("no seat ends while the server drains, however its socket ends", () => {
  const { hub, a, b } = threeMembers();
  hub.hub.startDraining(() => 0);
  b.client.takeMessages();
  hub.hub.detachSeat(a.seat, a.client, "left", hub.nowMs);
  hub.hub.sweep(hub.nowMs + 600_000);
  assertEquals(b.client.takeMessages(), []);
  assertEquals(hub.hub.seats.size, 3);
});

Deno.test("a member that leaves while the server drains is gone after the restart", () => {
  const { hub, a } = threeMembers();
  hub.hub.startDraining(() => 0);
  hub.sendFromMember(a.seat, { event: "leave" });
  const next = restartOrderly(hub);
  assertEquals([...next.hub.seats.keys()], ["p2", "p3"]);
});

Deno.test("the next process continues the seats, and delivers what was on its way", () => {
  const { hub, a, b, c } = threeMembers();
  const before = a.welcome.peers.length + 2;
  hub.sendFromMember(a.seat, { event: "x", to: "p3", data: "to c" });
  hub.sendFromMember(b.seat, { event: "x", to: "p1", data: "unread by a" });
  const next = restartOrderly(hub);
  const again = resume(next, a, before);
  assertEquals([again.welcome.id, again.welcome.resumed], ["p1", true]);
  assertEquals(again.welcome.peers.map(({ id }) => id), ["p2", "p3"]);
  assertEquals(again.client.takeMessages(), [
    { from: "p2", event: "x", to: "p1", data: "unread by a" },
    { event: "server-closing", data: { delayMs: null } },
  ]);
  const late = resume(next, c, 0);
  assertEquals(late.client.takeMessages(), [
    { from: "p1", event: "x", to: "p3", data: "to c" },
  ]);
  assertEquals(again.client.takeMessages(), [], "the room notices nothing");
});

Deno.test("what a member sends between the close frame and its answer arrives after the restart", () => {
  const { hub, a, b } = threeMembers();
  hub.hub.shutDown(hub.nowMs);
  hub.sendFromMember(a.seat, { event: "x", to: "p2", data: 1 });
  hub.hub.detachSeat(a.seat, a.client, "timeout", hub.nowMs);
  const next = restartOrderly(hub);
  const again = resume(next, b, 1);
  assertEquals(again.client.takeMessages().map(({ data }) => data), [1]);
});

Deno.test("a client that does not count gets what was sent after its socket", () => {
  const hub = new FakeHub();
  const a = hub.join();
  const b = hub.join({ countsReceived: false });
  hub.sendFromMember(a.seat, { event: "x", data: "delivered" });
  hub.hub.shutDown(hub.nowMs);
  hub.sendFromMember(a.seat, { event: "x", data: "kept" });
  const next = restartOrderly(hub);
  const again = next.join({ resumeToken: b.welcome.resume });
  assertEquals(again.welcome.resumed, true);
  assertEquals(again.client.takeMessages().map(({ data }) => data), ["kept"]);
});

Deno.test("lock, hosts, infos and hands are as before", () => {
  const { hub, a, b } = threeMembers();
  hub.sendFromMember(a.seat, { event: "lock", data: { locked: true } });
  hub.sendFromMember(b.seat, { event: "hand", data: { raised: true } });
  hub.sendFromMember(b.seat, { event: "info", data: { name: "Bo" } });
  const next = restartOrderly(hub);
  next.knock("Eve", { room });
  const { welcome } = resume(next, a, 0);
  assertEquals([welcome.locked, welcome.hosts, welcome.hands], [
    true,
    ["p1"],
    ["p2"],
  ]);
  assertEquals(welcome.peers[0]?.info, { name: "Bo" });
});

Deno.test("a seat whose member does not come back ends after the grace time", () => {
  const { hub, a } = threeMembers();
  const next = restartOrderly(hub);
  const { client } = resume(next, a, 0);
  client.takeMessages();
  next.hub.sweep(next.nowMs + 29_999);
  assertEquals(client.takeMessages(), []);
  next.hub.sweep(next.nowMs + 30_000);
  assertEquals(client.takeMessages().map(({ data }) => data), [
    { id: "p2", reason: "timeout" },
    { id: "p3", reason: "timeout" },
  ]);
});

Deno.test("parseHandover() refuses what is old, and what has another form", () => {
  const { hub } = threeMembers();
  const handover = createHandover(hub.hub, 1_000_000_000);
  const at = (offsetMs: number) =>
    parseHandover(handover, 1_000_000_000 + offsetMs) !== null;
  assertEquals([at(HANDOVER_MAX_AGE_MS), at(HANDOVER_MAX_AGE_MS + 1)], [
    true,
    false,
  ]);
  assertEquals(at(-HANDOVER_MAX_AGE_MS), true, "a clock that was set back");
  assertEquals(parseHandover(null, 0), null);
  assertEquals(parseHandover({ ...handover, version: 2 }, 1_000_000_000), null);
});

Deno.test("restoreSeats() stays within the limits of the next process", () => {
  const { hub } = threeMembers();
  hub.join({ room: "two" });
  hub.hub.shutDown(hub.nowMs);
  const handover = createHandover(hub.hub, hub.nowMs);
  const next = new FakeHub({ maxRoomMembers: 2, maxRooms: 1 });
  assertEquals(restoreSeats(next.hub, handover, next.nowMs), 2);
  assertEquals(restoreSeats(next.hub, handover, next.nowMs), 0, "once only");
  const small = new FakeHub({ maxConnections: 1, maxRoomMembers: 9 });
  assertEquals(restoreSeats(small.hub, handover, small.nowMs), 1);
});
