import { assertEquals, assertThrows } from "@std/assert";
import { FakeHub, JoinRefusedError } from "../../fakes/fake_hub.ts";

Deno.test("joinRoom() sends a welcome with id, roster, token and limits, and peer-joined to the room", () => {
  const hub = new FakeHub();
  const a = hub.join();
  assertEquals(a.welcome.id, "p1");
  assertEquals(a.welcome.room, "lobby");
  assertEquals(a.welcome.peers, []);
  assertEquals(a.welcome.resumed, false);
  assertEquals(a.welcome.limits, {
    maxMessageBytes: 1000,
    maxInfoBytes: 2048,
    messagesPerSecond: 10,
    bytesPerSecond: 10_000,
    maxRoomMembers: 3,
    resumeSeconds: 30,
  });
  hub.sendFromMember(a.seat, { event: "info", data: { name: "Ann" } });
  const b = hub.join();
  assertEquals(b.welcome.peers, [{ id: "p1", info: { name: "Ann" } }]);
  assertEquals(a.client.takeMessages(), [
    { event: "peer-joined", data: { id: "p2", info: {} } },
  ]);
});

Deno.test("joinRoom() separates rooms, and normalizes names of any script to NFC", () => {
  const hub = new FakeHub();
  const a = hub.join({ room: "마루".normalize("NFD") });
  const b = hub.join({ room: "마루" });
  const c = hub.join({ room: "other" });
  assertEquals(b.welcome.peers.map(({ id }) => id), ["p1"]);
  assertEquals(c.welcome.peers, []);
  hub.sendFromMember(a.seat, { event: "hello" });
  assertEquals(c.client.takeMessages(), []);
});

Deno.test.each(["", " ", "a b", "a/b", "x".repeat(65), "a.b", "\u0000"])(
  "joinRoom() refuses the room name %j",
  (room) => {
    const error = assertThrows(
      () => new FakeHub().join({ room }),
      JoinRefusedError,
    );
    assertEquals([error.code, error.close], ["bad-room", 4001]);
  },
);

Deno.test("joinRoom() refuses a full room, and its members do not notice", () => {
  const hub = new FakeHub();
  const members = [hub.join(), hub.join(), hub.join()];
  for (const { client } of members) client.takeMessages();
  const error = assertThrows(() => hub.join(), JoinRefusedError);
  assertEquals([error.code, error.close], ["room-full", 4003]);
  assertEquals(members.map(({ client }) => client.takeMessages()), [
    [],
    [],
    [],
  ]);
});

Deno.test("joinRoom() refuses one room too many, and accepts it after another ends", () => {
  const hub = new FakeHub();
  const a = hub.join({ room: "a" });
  hub.join({ room: "b" });
  const error = assertThrows(() => hub.join({ room: "c" }), JoinRefusedError);
  assertEquals([error.code, error.close], ["too-many-rooms", 4004]);
  hub.sendFromMember(a.seat, { event: "leave" });
  assertEquals(hub.join({ room: "c" }).welcome.room, "c");
});

Deno.test("Hub.detachSeat() keeps the seat of a lost socket until the grace time is over", () => {
  const hub = new FakeHub();
  const a = hub.join();
  const b = hub.join();
  a.client.takeMessages();
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  hub.hub.sweep(hub.nowMs + 29_999);
  assertEquals(a.client.takeMessages(), []);
  hub.hub.sweep(hub.nowMs + 30_000);
  assertEquals(a.client.takeMessages(), [
    { event: "peer-left", data: { id: "p2", reason: "timeout" } },
  ]);
  assertEquals(hub.hub.seats.size, 1);
});

Deno.test("Hub.detachSeat() with `left` ends the seat at once", () => {
  const hub = new FakeHub();
  const a = hub.join();
  const b = hub.join();
  a.client.takeMessages();
  hub.hub.detachSeat(b.seat, b.client, "left", hub.nowMs);
  assertEquals(a.client.takeMessages(), [
    { event: "peer-left", data: { id: "p2", reason: "left" } },
  ]);
  assertEquals(hub.effectLog, ["opened p1", "opened p2", "closed p2"]);
});

Deno.test("Hub.sweep() sends fresh ICE servers at three quarters of their lifetime", () => {
  const hub = new FakeHub();
  hub.hasIce = true;
  hub.iceTtlSeconds = 100;
  const a = hub.join();
  hub.hub.sweep(hub.nowMs + 74_999);
  assertEquals(a.client.takeMessages(), []);
  hub.hub.sweep(hub.nowMs + 75_000);
  assertEquals(a.client.takeEventNames(), ["ice-servers"]);
  hub.hub.sweep(hub.nowMs + 75_001);
  assertEquals(a.client.takeMessages(), []);
});

Deno.test("Hub.sweep() sends no empty list of ICE servers", () => {
  const hub = new FakeHub();
  const a = hub.join();
  hub.hub.sweep(hub.nowMs + 10_000_000);
  assertEquals(a.client.takeMessages(), []);
});

Deno.test("Hub.shutDown() closes every member with 1012", () => {
  const hub = new FakeHub();
  const a = hub.join();
  hub.hub.shutDown(hub.nowMs);
  assertEquals(a.client.closed, { code: 1012, reason: "restart" });
});

Deno.test("Hub.detachSeat() keeps no more away seats for an address than its limit of sockets", () => {
  const hub = new FakeHub({ maxRoomMembers: 9, maxConnectionsPerIp: 2 });
  const members = Array.from({ length: 3 }, () => hub.join());
  for (const { seat, client } of members) {
    hub.hub.detachSeat(seat, client, "timeout", hub.nowMs);
  }
  assertEquals([...hub.hub.seats.keys()], ["p1", "p2"]);
});

Deno.test("Hub.detachSeat() keeps seats again after earlier ones are resumed or ended", () => {
  const hub = new FakeHub({ maxRoomMembers: 9, maxConnectionsPerIp: 1 });
  const a = hub.join();
  for (let i = 0; i < 3; i++) {
    const { seat, client } = hub.join({ resumeToken: a.welcome.resume });
    hub.hub.detachSeat(seat, client, "timeout", hub.nowMs);
    assertEquals(hub.hub.seats.size, 1);
  }
  hub.nowMs += 30_000;
  hub.hub.sweep(hub.nowMs);
  const b = hub.join();
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  assertEquals([...hub.hub.seats.keys()], [b.seat.id]);
});

Deno.test("Hub.detachSeat() of a socket whose seat has ended does not count for its address", () => {
  const hub = new FakeHub({ maxConnectionsPerIp: 1 });
  const a = hub.join();
  hub.sendFromMember(a.seat, { event: "leave" });
  hub.hub.detachSeat(a.seat, a.client, "timeout", hub.nowMs);
  const b = hub.join();
  hub.hub.detachSeat(b.seat, b.client, "timeout", hub.nowMs);
  assertEquals([...hub.hub.seats.keys()], ["p2"]);
});
