import { assertEquals } from "@std/assert";
import { ATTRIBUTE, METHOD } from "../../../../../ice/stun/iana_registry.ts";
import { mintCredential } from "../../../../../ice/credentials/turn_credential.ts";
import {
  readLifetimeSeconds,
  START_MS,
  TurnWorld,
  WORLD_SECRET,
} from "../../../../fakes/turn_world.ts";

Deno.test("handleRefresh() answers 437 without an allocation", () => {
  assertEquals(new TurnWorld().createClient("u").refresh(600).error, 437);
});

Deno.test.each([
  { wanted: undefined, granted: 600 },
  { wanted: 60, granted: 600 },
  { wanted: 1800, granted: 1800 },
  { wanted: 7200, granted: 3600 },
])("handleRefresh() grants $granted seconds for a lifetime of $wanted", (c) => {
  const client = new TurnWorld().createClient("u");
  client.allocateOrThrow();
  assertEquals(readLifetimeSeconds(client.refresh(c.wanted)), c.granted);
});

Deno.test("handleRefresh() with lifetime 0 ends the allocation and closes its port", () => {
  const world = new TurnWorld();
  const client = world.createClient("u");
  client.allocateOrThrow();
  assertEquals(readLifetimeSeconds(client.refresh(0)), 0);
  assertEquals(world.server.usage, { allocations: 0, relayedAddresses: 0 });
  assertEquals(world.relaySockets[0]?.isOpen, false);
  assertEquals(client.endedAllocations, 1);
  assertEquals(client.refresh(0).error, 437);
});

Deno.test("handleRefresh() accepts an expired credential", () => {
  const world = new TurnWorld();
  const client = world.createClient("u");
  client.allocateOrThrow();
  for (let refreshes = 0; refreshes < 8; refreshes++) {
    world.nowMs += 590_000;
    world.server.sweep(world.nowMs);
    if (refreshes % 2) client.requestNonce();
    assertEquals(client.refresh(600).error, null);
  }
  assertEquals(world.nowMs > START_MS + 3_600_000, true);
});

Deno.test("handleRefresh() answers another username with 441, even one of the same user", () => {
  const world = new TurnWorld();
  const client = world.createClient("u");
  client.allocateOrThrow();
  const later = mintCredential(WORLD_SECRET, "u", 7200, world.nowMs);
  client.username = later.username;
  client.password = later.password;
  assertEquals(client.refresh(600).error, 441);
});

Deno.test("handleRefresh() answers a family without a relayed address with 443", () => {
  const client = new TurnWorld().createClient("u");
  client.allocateOrThrow();
  const response = client.sendRequest(METHOD.refresh, (writer) => {
    writer.bytes(
      ATTRIBUTE.requestedAddressFamily,
      Uint8Array.of(2, 0, 0, 0),
    );
  });
  assertEquals(response.error, 443);
});

Deno.test("handleRefresh() of one family ends only its relayed address", () => {
  const world = new TurnWorld();
  const client = world.createClient("u");
  client.allocateOrThrow((writer) => {
    writer.bytes(
      ATTRIBUTE.additionalAddressFamily,
      Uint8Array.of(2, 0, 0, 0),
    );
  });
  const response = client.sendRequest(METHOD.refresh, (writer) => {
    writer.bytes(
      ATTRIBUTE.requestedAddressFamily,
      Uint8Array.of(1, 0, 0, 0),
    ).u32(ATTRIBUTE.lifetime, 0);
  });
  assertEquals(response.error, null);
  assertEquals(world.server.usage, { allocations: 1, relayedAddresses: 1 });
  assertEquals(world.relaySockets.map((socket) => socket.isOpen), [
    false,
    true,
  ]);
});

Deno.test("sweepExpired() ends an allocation at the end of its lifetime, not before", () => {
  for (const [offset, left] of [[-1, 1], [0, 0], [1, 0]] as const) {
    const world = new TurnWorld();
    const client = world.createClient("u");
    client.allocateOrThrow();
    client.refresh(700);
    world.nowMs += 700_000 + offset;
    world.server.sweep(world.nowMs);
    assertEquals(world.server.usage.allocations, left, `at t${offset}`);
    assertEquals(client.endedAllocations, 1 - left);
  }
});

Deno.test("TurnServer.close() ends allocations and reservations", () => {
  const world = new TurnWorld();
  world.createClient("u").allocate((writer) => {
    writer.bytes(ATTRIBUTE.evenPort, Uint8Array.of(0x80));
  });
  world.server.close();
  assertEquals(world.relaySockets.map((socket) => socket.isOpen), [
    false,
    false,
  ]);
  assertEquals(world.server.usage, { allocations: 0, relayedAddresses: 0 });
});

Deno.test("TurnServer.fiveTupleClosed() ends the allocation of a closed stream", () => {
  const world = new TurnWorld();
  const client = world.createClient("u", { transport: "tcp" });
  client.allocateOrThrow();
  world.server.fiveTupleClosed(client);
  assertEquals(world.server.usage.allocations, 0);
});
