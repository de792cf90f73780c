import { assertEquals } from "@std/assert";
import { formatAnonymousUser } from "../../../../../ice/credentials/anonymous_user.ts";
import { SharedSecretCredentialStore } from "../../../../../ice/credentials/credential_store.ts";
import {
  encodeText,
  REALM,
  TurnWorld,
  WORLD_SECRET,
} from "../../../../fakes/turn_world.ts";

/** A client with a credential of `/ice` that the address fetched. */
function visit(
  world: TurnWorld,
  hostname: string,
  fetchedFrom: string | null = hostname,
) {
  const user = formatAnonymousUser(WORLD_SECRET, fetchedFrom);
  return world.createClient(user, { hostname });
}

Deno.test("A credential of /ice allocates from the network that fetched it, and from no other", () => {
  const world = new TurnWorld();
  visit(world, "203.0.113.1").allocateOrThrow();
  visit(world, "2001:db8:1:2::1", "203.0.113.1").allocateOrThrow();
  assertEquals(
    visit(world, "203.0.113.2", "203.0.113.1").allocate().error,
    403,
  );
  assertEquals(world.server.usage.allocations, 2);
});

Deno.test("Credentials of /ice count together by network", () => {
  const world = new TurnWorld({ limits: { maxAllocationsPerUser: 2 } });
  visit(world, "203.0.113.1").allocateOrThrow();
  visit(world, "2001:db8:1:2::1", "203.0.113.1").allocateOrThrow();
  assertEquals(visit(world, "203.0.113.1").allocate().error, 486);
  visit(world, "203.0.113.2").allocateOrThrow();
});

Deno.test("Credentials of /ice leave a share of the ports to seats", () => {
  const world = new TurnWorld({
    limits: { maxAllocations: 4, maxAnonymousAllocations: 2 },
  });
  visit(world, "203.0.113.1").allocateOrThrow();
  visit(world, "203.0.113.2").allocateOrThrow();
  assertEquals(visit(world, "203.0.113.3").allocate().error, 508);
  world.openSeat("a", "203.0.113.4").allocateOrThrow();
  world.openSeat("b", "203.0.113.5").allocateOrThrow();
});

Deno.test("The oldest allocations of anonymous clients give way when a seat needs the room", () => {
  const world = new TurnWorld({ limits: { maxAllocations: 3 } });
  const visitors = [1, 2, 3].map((host) => {
    const client = visit(world, `203.0.113.${host}`);
    client.allocateOrThrow();
    return client;
  });
  world.openSeat("a", "203.0.113.4").allocateOrThrow();
  assertEquals(visitors.map(({ endedAllocations }) => endedAllocations), [
    1,
    0,
    0,
  ]);
  const pair = world.openSeat("b", "203.0.113.5").allocate((writer) => {
    writer.bytes(0x18, Uint8Array.of(0x80));
  });
  assertEquals(pair.error, null);
  assertEquals(visitors.map(({ endedAllocations }) => endedAllocations), [
    1,
    1,
    1,
  ]);
  assertEquals(world.openSeat("c", "203.0.113.6").allocate().error, 508);
  assertEquals(visit(world, "203.0.113.7").allocate().error, 508);
});

Deno.test("A seat gets a port of a full range from an anonymous client", () => {
  const world = new TurnWorld({ ports: { first: 50_000, last: 50_000 } });
  visit(world, "203.0.113.1").allocateOrThrow();
  world.openSeat("a", "203.0.113.4").allocateOrThrow();
  assertEquals(world.server.usage, { allocations: 1, relayedAddresses: 1 });
});

Deno.test("TURN_ANONYMOUS=off refuses credentials of /ice, not those of other programs", () => {
  const world = new TurnWorld({
    credentials: new SharedSecretCredentialStore(WORLD_SECRET, REALM, false),
  });
  assertEquals(visit(world, "203.0.113.1").allocate().error, 403);
  world.createClient("anna").allocateOrThrow();
  world.openSeat("a", "203.0.113.4").allocateOrThrow();
});

Deno.test("Anonymous clients have a share of the bytes, and all together a limit", () => {
  const world = new TurnWorld({
    limits: {
      maxTotalRelayBytesPerSecond: 1000,
      maxAnonymousRelayBytesPerSecond: 500,
    },
  });
  const peer = { hostname: "192.0.2.10", port: 4000 };
  const anonymous = visit(world, "203.0.113.1");
  const named = world.createClient("anna");
  for (const client of [anonymous, named]) {
    client.allocateOrThrow();
    client.createPermission(peer);
    for (let packet = 0; packet < 20; packet++) {
      client.sendIndication(peer, encodeText("x".repeat(100)));
    }
  }
  assertEquals(world.relaySockets.map(({ sent }) => sent.length), [5, 5]);
  assertEquals(world.server.counters.dropCounts(), { "server-busy": 30 });
  world.nowMs += 1000;
  named.sendIndication(peer, encodeText("x".repeat(100)));
  assertEquals(world.relaySockets[1]?.sent.length, 6);
});

Deno.test("Each refusal of an allocation is counted and reported with its cause", () => {
  const world = new TurnWorld({
    ports: { first: 50_000, last: 50_003 },
    limits: {
      maxAllocations: 4,
      maxAnonymousAllocations: 1,
      maxAllocationsPerUser: 1,
      maxAllocationsPerIp: 2,
    },
  });
  visit(world, "203.0.113.1").allocateOrThrow();
  visit(world, "203.0.113.2").allocate();
  visit(world, "203.0.113.9", "203.0.113.1").allocate();
  const holder = world.openSeat("a", "203.0.113.4");
  holder.allocateOrThrow();
  world.openSeat("a", "203.0.113.4").allocate();
  world.openSeat("b", "203.0.113.4").allocateOrThrow();
  world.openSeat("c", "203.0.113.4").allocate();
  const ended = world.openSeat("d", "203.0.113.6");
  world.closeSeat("d");
  ended.allocate();
  const wrong = world.createClient("u", { password: "wrong" });
  wrong.allocate();
  assertEquals(world.refusals, [
    "relay-anonymous-full",
    "relay-foreign-credential",
    "relay-user-full",
    "relay-address-full",
    "relay-seat-ended",
    "relay-credential-wrong",
  ]);
  assertEquals(world.server.counters.refusalCounts()["relay-user-full"], 1);
});
