import { assertEquals, assertThrows } from "@std/assert";
import { FakeHub, Refused } from "../../fakes/fake_hub.ts";

Deno.test("join() welcomes with id, roster, token and limits, and tells the room", () => {
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
  hub.say(a.seat, { event: "info", data: { name: "Ann" } });
  const b = hub.join();
  assertEquals(b.welcome.peers, [{ id: "p1", info: { name: "Ann" } }]);
  assertEquals(a.client.take(), [
    { event: "peer-joined", data: { id: "p2", info: {} } },
  ]);
});

Deno.test("join() keeps rooms apart, and takes names of any script in NFC", () => {
  const hub = new FakeHub();
  const a = hub.join({ room: "마루".normalize("NFD") });
  const b = hub.join({ room: "마루" });
  const c = hub.join({ room: "other" });
  assertEquals(b.welcome.peers.map(({ id }) => id), ["p1"]);
  assertEquals(c.welcome.peers, []);
  hub.say(a.seat, { event: "hello" });
  assertEquals(c.client.take(), []);
});

Deno.test.each(["", " ", "a b", "a/b", "x".repeat(65), "a.b", "\u0000"])(
  "join() refuses the room name %j",
  (room) => {
    const error = assertThrows(() => new FakeHub().join({ room }), Refused);
    assertEquals([error.code, error.close], ["bad-room", 4001]);
  },
);

Deno.test("join() refuses a full room and leaves its members alone", () => {
  const hub = new FakeHub();
  const members = [hub.join(), hub.join(), hub.join()];
  for (const { client } of members) client.take();
  const error = assertThrows(() => hub.join(), Refused);
  assertEquals([error.code, error.close], ["room-full", 4003]);
  assertEquals(members.map(({ client }) => client.take()), [[], [], []]);
});

Deno.test("join() refuses one room too many, and takes it when another ends", () => {
  const hub = new FakeHub();
  const a = hub.join({ room: "a" });
  hub.join({ room: "b" });
  const error = assertThrows(() => hub.join({ room: "c" }), Refused);
  assertEquals([error.code, error.close], ["too-many-rooms", 4004]);
  hub.say(a.seat, { event: "leave" });
  assertEquals(hub.join({ room: "c" }).welcome.room, "c");
});

Deno.test("detach() keeps the seat of a lost member until the grace time is over", () => {
  const hub = new FakeHub();
  const a = hub.join();
  const b = hub.join();
  a.client.take();
  hub.hub.detach(b.seat, b.client, "lost", hub.nowMs);
  hub.hub.sweep(hub.nowMs + 29_999);
  assertEquals(a.client.take(), []);
  hub.hub.sweep(hub.nowMs + 30_000);
  assertEquals(a.client.take(), [
    { event: "peer-left", data: { id: "p2", reason: "lost" } },
  ]);
  assertEquals(hub.hub.seats.size, 1);
});

Deno.test("detach() of a member that said goodbye ends the seat at once", () => {
  const hub = new FakeHub();
  const a = hub.join();
  const b = hub.join();
  a.client.take();
  hub.hub.detach(b.seat, b.client, "left", hub.nowMs);
  assertEquals(a.client.take(), [
    { event: "peer-left", data: { id: "p2", reason: "left" } },
  ]);
  assertEquals(hub.diary, ["opened p1", "opened p2", "closed p2"]);
});

Deno.test("sweep() pushes fresh ICE servers at three quarters of their life", () => {
  const hub = new FakeHub();
  hub.hasIce = true;
  hub.iceTtlSeconds = 100;
  const a = hub.join();
  hub.hub.sweep(hub.nowMs + 74_999);
  assertEquals(a.client.take(), []);
  hub.hub.sweep(hub.nowMs + 75_000);
  assertEquals(a.client.events(), ["ice-servers"]);
  hub.hub.sweep(hub.nowMs + 75_001);
  assertEquals(a.client.take(), []);
});

Deno.test("sweep() pushes no empty list of ICE servers", () => {
  const hub = new FakeHub();
  const a = hub.join();
  hub.hub.sweep(hub.nowMs + 10_000_000);
  assertEquals(a.client.take(), []);
});

Deno.test("shutDown() closes every member with 1012", () => {
  const hub = new FakeHub();
  const a = hub.join();
  hub.hub.shutDown();
  assertEquals(a.client.closed, { code: 1012, reason: "restart" });
});

Deno.test("Hub.detach() keeps no more seats for one address than it may have sockets", () => {
  const hub = new FakeHub({ maxRoomMembers: 9, maxConnectionsPerAddress: 2 });
  const members = Array.from({ length: 3 }, () => hub.join());
  for (const { seat, client } of members) {
    hub.hub.detach(seat, client, "lost", hub.nowMs);
  }
  assertEquals([...hub.hub.seats.keys()], ["p1", "p2"]);
});

Deno.test("Hub.detach() keeps seats again once earlier ones are taken or gone", () => {
  const hub = new FakeHub({ maxRoomMembers: 9, maxConnectionsPerAddress: 1 });
  const a = hub.join();
  for (let i = 0; i < 3; i++) {
    const { seat, client } = hub.join({ resume: a.welcome.resume });
    hub.hub.detach(seat, client, "lost", hub.nowMs);
    assertEquals(hub.hub.seats.size, 1);
  }
  hub.nowMs += 30_000;
  hub.hub.sweep(hub.nowMs);
  const b = hub.join();
  hub.hub.detach(b.seat, b.client, "lost", hub.nowMs);
  assertEquals([...hub.hub.seats.keys()], [b.seat.id]);
});

Deno.test("Hub.detach() of a socket whose seat has ended keeps no place for it", () => {
  const hub = new FakeHub({ maxConnectionsPerAddress: 1 });
  const a = hub.join();
  hub.say(a.seat, { event: "leave" });
  hub.hub.detach(a.seat, a.client, "lost", hub.nowMs);
  const b = hub.join();
  hub.hub.detach(b.seat, b.client, "lost", hub.nowMs);
  assertEquals([...hub.hub.seats.keys()], ["p2"]);
});
