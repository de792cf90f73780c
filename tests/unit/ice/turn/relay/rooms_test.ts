import { assertEquals } from "@std/assert";
import { formatSeatUser } from "../../../../../ice/credentials/turn_credential.ts";
import {
  encodeText,
  SERVER_IPV4,
  TurnWorld,
} from "../../../../fakes/turn_world.ts";

const A = "203.0.113.1";
const B = "203.0.113.2";

/** Two room-mates with a relayed address each and permissions for each other. */
function setUpRoomMates(world = new TurnWorld()) {
  const a = world.openSeat("a", A);
  const b = world.openSeat("b", B);
  const relayedA = a.allocateOrThrow();
  const relayedB = b.allocateOrThrow();
  assertEquals(a.createPermission(relayedB), null);
  assertEquals(b.createPermission(relayedA), null);
  return { world, a, b, relayedA, relayedB };
}

Deno.test("Packets between relayed addresses of room-mates stay inside the process", () => {
  const { world, a, b, relayedB } = setUpRoomMates();
  a.bindChannel(0x4000, relayedB);
  b.bindChannel(0x4001, a.allocation?.relayedAddresses[0]?.address ?? relayedB);
  a.sendChannelData(0x4000, encodeText("hi"));
  assertEquals(b.inbox.map((bytes) => bytes.toHex()), ["400100026869"]);
  assertEquals(world.relaySockets.flatMap((socket) => socket.sent), []);
});

Deno.test("Local relaying needs the permission of the room-mate too", () => {
  const { world, a, b, relayedB } = setUpRoomMates();
  world.nowMs += 299_000;
  a.createPermission(relayedB);
  world.nowMs += 1000;
  a.sendIndication(relayedB, encodeText("hi"));
  assertEquals(b.inbox, []);
  assertEquals(world.server.counters.dropCount("no-permission"), 1);
});

Deno.test("A seat of another room cannot reach a relayed address of this one", () => {
  const { world, relayedB } = setUpRoomMates();
  const stranger = world.openSeat("c", "203.0.113.3", "other room");
  stranger.allocateOrThrow();
  assertEquals(stranger.createPermission(relayedB), 403);
  world.openSeat("d", "203.0.113.4", "other room").allocateOrThrow();
  assertEquals(stranger.createPermission(relayedB), null);
  stranger.sendIndication(relayedB, encodeText("x"));
  assertEquals(world.server.counters.dropCount("not-a-room-mate"), 1);
});

Deno.test("A credential without a seat cannot reach the relayed address of a seat", () => {
  const { world, b, relayedB } = setUpRoomMates();
  const anonymous = world.createClient("anon-1");
  anonymous.allocateOrThrow();
  assertEquals(anonymous.createPermission(relayedB), null);
  anonymous.sendIndication(relayedB, encodeText("x"));
  assertEquals(b.inbox, []);
  assertEquals(world.server.counters.dropCount("not-a-room-mate"), 1);
});

Deno.test("Two credentials without seats reach each other's public relayed addresses", () => {
  const world = new TurnWorld();
  const [one, two] = [
    world.createClient("anon-1"),
    world.createClient("anon-2"),
  ];
  const [relayedOne, relayedTwo] = [
    one.allocateOrThrow(),
    two.allocateOrThrow(),
  ];
  assertEquals([
    one.createPermission(relayedTwo),
    two.createPermission(relayedOne),
  ], [null, null]);
  one.sendIndication(relayedTwo, encodeText("x"));
  assertEquals(two.inbox.length, 1);
});

Deno.test("The server's own address is allowed for local relaying only, not its other ports", () => {
  const { world, a, relayedB } = setUpRoomMates();
  a.sendIndication({ hostname: relayedB.hostname, port: 53 }, encodeText("x"));
  assertEquals(world.server.counters.dropCount("no-such-relay"), 1);
  assertEquals(world.relaySockets.flatMap((socket) => socket.sent), []);
});

Deno.test("A seat reaches addresses where its room-mate was seen or that it signalled, and no others", () => {
  const world = new TurnWorld();
  const a = world.openSeat("a", A);
  world.openSeat("b", B);
  a.allocateOrThrow();
  const at = (hostname: string) => a.createPermission({ hostname, port: 1 });
  assertEquals(at(B), null);
  assertEquals(at("192.0.2.5"), 403);
  world.seats.addCandidateAddress("b", "192.0.2.5");
  assertEquals(at("192.0.2.5"), null);
  world.seats.addCandidateAddress("b", "10.0.0.5");
  assertEquals(at("10.0.0.5"), 403);
});

Deno.test("The address from which a room-mate allocates counts as seen", () => {
  const world = new TurnWorld();
  const a = world.openSeat("a", A);
  a.allocateOrThrow();
  world.openSeat("b", B);
  const client = world.createClient(formatSeatUser("b"), {
    hostname: "10.9.9.9",
  });
  assertEquals(a.createPermission({ hostname: "10.9.9.9", port: 1 }), 403);
  client.allocateOrThrow();
  assertEquals(a.createPermission({ hostname: "10.9.9.9", port: 1 }), null);
});

Deno.test("A closed seat loses its allocations at once, and its addresses are denied", () => {
  const { world, a, b, relayedB } = setUpRoomMates();
  assertEquals(a.createPermission({ hostname: B, port: 1 }), null);
  a.bindChannel(0x4000, { hostname: B, port: 7 });
  world.closeSeat("b");
  assertEquals(b.allocation, null);
  assertEquals(world.relaySockets.map((socket) => socket.isOpen), [
    true,
    false,
  ]);
  a.sendChannelData(0x4000, encodeText("x"));
  a.sendIndication({ hostname: B, port: 1 }, encodeText("x"));
  a.sendIndication(relayedB, encodeText("x"));
  world.receiveFromPeer(
    world.relaySockets[0]?.port ?? 0,
    { hostname: B, port: 7 },
    encodeText("y"),
  );
  assertEquals(world.relaySockets[0]?.sent, []);
  assertEquals(a.inbox, []);
  assertEquals(world.server.counters.dropCount("peer-denied"), 4);
  assertEquals(a.createPermission({ hostname: B, port: 1 }), 403);
});

Deno.test("Loopback is allowed to room-mates on this machine only", () => {
  const world = new TurnWorld();
  const local = world.openSeat("a", "127.0.0.1", "room", true);
  world.openSeat("b", "127.0.0.1", "room", true);
  local.allocateOrThrow();
  assertEquals(
    local.createPermission({ hostname: "127.0.0.1", port: 9 }),
    null,
  );
  const remote = world.openSeat("c", A);
  remote.allocateOrThrow();
  assertEquals(
    remote.createPermission({ hostname: "127.0.0.1", port: 9 }),
    403,
  );
});

Deno.test("Loopback stays denied behind a proxy on this machine", () => {
  const world = new TurnWorld();
  const a = world.openSeat("a", "127.0.0.1");
  world.openSeat("b", "127.0.0.1");
  a.allocateOrThrow();
  world.createClient(formatSeatUser("b"), { hostname: "127.0.0.1" })
    .allocateOrThrow();
  assertEquals(a.createPermission({ hostname: "127.0.0.1", port: 9 }), 403);
});

Deno.test("A policy decision is recomputed when the addresses of the machine change", () => {
  const world = new TurnWorld({ allow: [SERVER_IPV4] });
  const client = world.createClient("u");
  client.allocateOrThrow();
  client.createPermission({ hostname: "192.0.2.5", port: 1 });
  client.sendIndication({ hostname: "192.0.2.5", port: 1 }, encodeText("x"));
  assertEquals(world.relaySockets[0]?.sent.length, 1);
  world.translators.add("192.0.2.5");
  world.seats.invalidateAll();
  client.sendIndication({ hostname: "192.0.2.5", port: 1 }, encodeText("x"));
  assertEquals(world.relaySockets[0]?.sent.length, 1);
  assertEquals(world.server.counters.dropCount("peer-denied"), 1);
});

Deno.test("A denied range is denied for local relaying too", () => {
  const world = new TurnWorld({ deny: [SERVER_IPV4] });
  const a = world.openSeat("a", A);
  const b = world.openSeat("b", B);
  a.allocateOrThrow();
  assertEquals(a.createPermission(b.allocateOrThrow()), 403);
});

Deno.test("A seat that moved is no longer reached at the address of its earlier client", () => {
  const world = new TurnWorld();
  const a = world.openSeat("a", A);
  const b = world.openSeat("b", "10.0.0.7");
  a.allocateOrThrow();
  b.allocateOrThrow();
  const peer = { hostname: "10.0.0.7", port: 40_000 };
  assertEquals(a.createPermission(peer), null);
  world.openSeat("b", B);
  a.sendIndication(peer, encodeText("x"));
  assertEquals(world.relaySockets[0]?.sent, []);
  assertEquals(a.createPermission(peer), 403);
  assertEquals(b.refresh(600).error, null);
  assertEquals(a.createPermission(peer), null);
  b.refresh(0);
  assertEquals(a.createPermission(peer), 403);
});

Deno.test("An Allocate is not relayed, since a router could return it from its own address", () => {
  const world = new TurnWorld();
  const a = world.openSeat("a", A);
  world.openSeat("b", B);
  a.allocateOrThrow();
  const peer = { hostname: B, port: 3478 };
  a.createPermission(peer);
  const allocate = world.createClient(formatSeatUser("b"));
  a.sendIndication(peer, allocate.buildRequest(0x003));
  assertEquals(world.server.counters.dropCount("relayed-allocate"), 1);
  a.sendIndication(peer, allocate.buildRequest(0x001));
  assertEquals(world.relaySockets[0]?.sent.length, 1);
});

Deno.test("Ports of network services are not relayed to, unless the operator opens the address", () => {
  for (const [allow, sent] of [[[], 0], [[B], 1]] as const) {
    const world = new TurnWorld({ allow: [...allow] });
    const a = world.openSeat("a", A);
    world.openSeat("b", B);
    a.allocateOrThrow();
    const peer = { hostname: B, port: 5351 };
    assertEquals(a.createPermission(peer), null);
    a.sendIndication(peer, encodeText("x"));
    assertEquals(world.relaySockets[0]?.sent.length, sent);
    assertEquals(world.server.counters.dropCount("service-port"), 1 - sent);
  }
});
