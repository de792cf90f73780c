import { assertEquals, assertThrows } from "@std/assert";
import {
  CLOSED_PAGE_GRACE_MS,
  NEWCOMER_GRACE_MS,
} from "../../../../signaling/room/away_expiry.ts";
import { createPublicRoster } from "../../../../signaling/room/roster.ts";
import { LIVENESS_CHECK_MS } from "../../../../signaling/socket/socket_limits.ts";
import {
  FakeHub,
  type JoinedClient,
  JoinRefusedError,
} from "../../../fakes/fake_hub.ts";

const room = "tea";

/** A room with these members, all connected. */
function roomOf(members: number, limits = {}) {
  const hub = new FakeHub({ maxConnectionsPerIp: 9, ...limits });
  const joined = Array.from({ length: members }, () => hub.join({ room }));
  const detach = (
    { seat, client }: JoinedClient,
    reason: "timeout" | "closed",
  ) => hub.hub.detachSeat(seat, client, reason, hub.nowMs);
  const [a, b, c] = joined;
  if (!a || !b) throw new TypeError("Too few members");
  return { hub, a, b, c: c ?? b, detach };
}

const idsOf = ({ hub }: FakeHub) =>
  [...hub.rooms.get(room)?.seats ?? []]
    .map(({ id }) => id);

Deno.test("a member without a socket holds no place against a newcomer", () => {
  const { hub, a, b, detach } = roomOf(3);
  assertThrows(() => hub.join({ room }), JoinRefusedError, "room-full 4003");
  detach(b, "timeout");
  a.client.takeMessages();
  const newcomer = hub.join({ room });
  assertEquals(idsOf(hub), ["p1", "p3", newcomer.welcome.id]);
  assertEquals(newcomer.welcome.peers.map(({ id }) => id), ["p1", "p3"]);
  assertEquals(
    a.client.takeMessages().map(({ event, data }) => [event, data]),
    [
      ["peer-left", { id: "p2", reason: "timeout" }],
      ["peer-joined", { id: newcomer.welcome.id, info: {} }],
    ],
  );
});

Deno.test("the seat of a closed page gives way before that of a lost socket, and the longest lost one first", () => {
  const { hub, a, b, c, detach } = roomOf(3);
  detach(a, "timeout");
  hub.nowMs++;
  detach(b, "timeout");
  hub.nowMs++;
  detach(c, "closed");
  hub.join({ room });
  assertEquals(idsOf(hub), ["p1", "p2", "p4"]);
  hub.join({ room });
  assertEquals(idsOf(hub), ["p2", "p4", "p5"]);
});

Deno.test("joinRoom() keeps the client's own limit of members, in which those without a socket do not count", () => {
  const { hub, b, detach } = roomOf(3, { maxRoomMembers: 9 });
  const join = () => hub.join({ room, maxMembers: 3 });
  assertThrows(join, JoinRefusedError, "room-full 4003");
  detach(b, "timeout");
  assertEquals(join().welcome.peers.map(({ id }) => id), ["p1", "p3"]);
  assertThrows(join, JoinRefusedError, "room-full 4003");
  hub.join({ room });
});

Deno.test("a newcomer to a locked full room knocks while a seat can be freed, which happens with the admission", () => {
  const { hub, a, b, detach } = roomOf(3);
  hub.sendFromMember(a.seat, { event: "lock", data: { locked: true } });
  detach(b, "timeout");
  const { knock } = hub.knock("Cho", { room });
  assertEquals(idsOf(hub), ["p1", "p2", "p3"]);
  hub.sendFromMember(a.seat, { event: "admit", data: { id: knock.id } });
  assertEquals(idsOf(hub), ["p1", "p3", knock.id]);
});

Deno.test("a member whose seat was given away comes back with its id as soon as there is a place", () => {
  const { hub, a, b, detach } = roomOf(3);
  detach(a, "timeout");
  hub.join({ room });
  const comeBack = () => hub.join({ resumeToken: a.welcome.resume });
  assertThrows(comeBack, JoinRefusedError, "room-full 4003");
  hub.sendFromMember(b.seat, { event: "leave" });
  const { welcome } = comeBack();
  assertEquals([welcome.id, welcome.hosts.includes("p1")], ["p1", true]);
});

Deno.test("the seat of a closed page waits for a reload, and ends as `closed`", () => {
  const { hub, a, b, detach } = roomOf(2);
  detach(a, "closed");
  b.client.takeMessages();
  hub.nowMs += CLOSED_PAGE_GRACE_MS - 1;
  hub.hub.sweep(hub.nowMs);
  assertEquals(b.client.takeMessages(), []);
  hub.nowMs += 1;
  hub.hub.sweep(hub.nowMs);
  assertEquals(b.client.takeMessages()[0], {
    event: "peer-left",
    data: { id: "p1", reason: "closed" },
  });
});

Deno.test("a reloaded page takes its own seat: the same id, still host, and no old messages", () => {
  const { hub, a, b, detach } = roomOf(2);
  detach(a, "closed");
  hub.sendFromMember(b.seat, { event: "candidate", to: "p1", data: 1 });
  const again = hub.join({
    resumeToken: a.welcome.resume,
    receivedCount: Infinity,
  });
  assertEquals(again.seat, a.seat);
  assertEquals([again.welcome.id, again.welcome.resumed], ["p1", false]);
  assertEquals(again.welcome.hosts, ["p1"]);
  assertEquals(again.client.takeMessages(), []);
  hub.sendFromMember(b.seat, { event: "candidate", to: "p1", data: 2 });
  assertEquals(again.client.takeMessages().map(({ data }) => data), [2]);
});

Deno.test("a page that is opened again after its seat has ended has the same id and is host again", () => {
  const { hub, a, detach } = roomOf(2);
  detach(a, "closed");
  hub.nowMs += CLOSED_PAGE_GRACE_MS;
  hub.hub.sweep(hub.nowMs);
  const again = hub.join({ resumeToken: a.welcome.resume });
  assertEquals(again.welcome.id, "p1");
  assertEquals(again.welcome.hosts.includes("p1"), true);
});

Deno.test("an away seat ends soon after a newcomer, who may be the same person", () => {
  const { hub, a, detach } = roomOf(2, { maxRoomMembers: 9 });
  detach(a, "timeout");
  hub.join({ room });
  hub.nowMs += NEWCOMER_GRACE_MS - 1;
  hub.hub.sweep(hub.nowMs);
  assertEquals(idsOf(hub), ["p1", "p2", "p3"]);
  hub.nowMs += 1;
  hub.hub.sweep(hub.nowMs);
  assertEquals(idsOf(hub), ["p2", "p3"]);
});

Deno.test("a member that was silent when a newcomer joined counts as away since then", () => {
  const { hub, a, b, detach } = roomOf(2, { maxRoomMembers: 9 });
  a.client.lastReceivedAtMs = hub.nowMs - 1;
  b.client.lastReceivedAtMs = hub.nowMs + 1;
  hub.join({ room });
  hub.nowMs += LIVENESS_CHECK_MS;
  detach(a, "timeout");
  detach(b, "timeout");
  hub.nowMs += NEWCOMER_GRACE_MS - LIVENESS_CHECK_MS;
  hub.hub.sweep(hub.nowMs);
  assertEquals(idsOf(hub), ["p2", "p3"]);
});

Deno.test("a newcomer, and one for whom the room is full, make the server check all members", () => {
  const { hub, a } = roomOf(2);
  assertEquals(a.client.checkCount, 1);
  hub.join({ room });
  assertEquals(a.client.checkCount, 2);
  assertThrows(() => hub.join({ room }), JoinRefusedError, "room-full");
  assertEquals(a.client.checkCount, 3);
});

Deno.test("createPublicRoster() leaves out members without a socket", () => {
  const { hub, a, b, detach } = roomOf(2);
  a.seat.info = { name: "Ann" };
  b.seat.info = { name: "Bob" };
  detach(a, "closed");
  assertEquals(createPublicRoster(hub.hub.rooms.get(room)).members, [{
    name: "Bob",
  }]);
});
