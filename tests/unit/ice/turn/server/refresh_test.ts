import { assertEquals } from "@std/assert";
import { ATTRIBUTE, METHOD } from "../../../../../ice/stun/iana_registry.ts";
import { mintCredential } from "../../../../../ice/credentials/turn_credential.ts";
import {
  lifetimeOf,
  SECRET,
  START_MS,
  TurnWorld,
} from "../../../../fakes/turn_world.ts";

Deno.test("refresh() answers 437 when nothing is allocated", () => {
  assertEquals(new TurnWorld().client("u").refresh(600).error, 437);
});

Deno.test.each([
  { wanted: undefined, granted: 600 },
  { wanted: 60, granted: 600 },
  { wanted: 1800, granted: 1800 },
  { wanted: 7200, granted: 3600 },
])("refresh() grants $granted seconds to who wants $wanted", (c) => {
  const client = new TurnWorld().client("u");
  client.allocated();
  assertEquals(lifetimeOf(client.refresh(c.wanted)), c.granted);
});

Deno.test("refresh() with lifetime 0 ends the allocation and closes its port", () => {
  const world = new TurnWorld();
  const client = world.client("u");
  client.allocated();
  assertEquals(lifetimeOf(client.refresh(0)), 0);
  assertEquals(world.server.load, { allocations: 0, relays: 0 });
  assertEquals(world.relays[0]?.isOpen, false);
  assertEquals(client.ended, 1);
  assertEquals(client.refresh(0).error, 437);
});

Deno.test("refresh() works with a credential that has expired", () => {
  const world = new TurnWorld();
  const client = world.client("u");
  client.allocated();
  for (let refreshes = 0; refreshes < 8; refreshes++) {
    world.nowMs += 590_000;
    world.server.sweep(world.nowMs);
    if (refreshes % 2) client.challenge();
    assertEquals(client.refresh(600).error, null);
  }
  assertEquals(world.nowMs > START_MS + 3_600_000, true);
});

Deno.test("refresh() answers 441 to another name, even one of the same user", () => {
  const world = new TurnWorld();
  const client = world.client("u");
  client.allocated();
  const later = mintCredential(SECRET, "u", 7200, world.nowMs);
  client.username = later.username;
  client.password = later.password;
  assertEquals(client.refresh(600).error, 441);
});

Deno.test("refresh() answers 443 to a family that the allocation has not", () => {
  const client = new TurnWorld().client("u");
  client.allocated();
  const answer = client.request(METHOD.refresh, (writer) => {
    writer.bytes(
      ATTRIBUTE.requestedAddressFamily,
      Uint8Array.of(2, 0, 0, 0),
    );
  });
  assertEquals(answer.error, 443);
});

Deno.test("refresh() of one family ends that one only", () => {
  const world = new TurnWorld();
  const client = world.client("u");
  client.allocated((writer) => {
    writer.bytes(
      ATTRIBUTE.additionalAddressFamily,
      Uint8Array.of(2, 0, 0, 0),
    );
  });
  const answer = client.request(METHOD.refresh, (writer) => {
    writer.bytes(
      ATTRIBUTE.requestedAddressFamily,
      Uint8Array.of(1, 0, 0, 0),
    ).u32(ATTRIBUTE.lifetime, 0);
  });
  assertEquals(answer.error, null);
  assertEquals(world.server.load, { allocations: 1, relays: 1 });
  assertEquals(world.relays.map((relay) => relay.isOpen), [false, true]);
});

Deno.test("sweep() ends an allocation when its lifetime is over, not before", () => {
  for (const [offset, left] of [[-1, 1], [0, 0], [1, 0]] as const) {
    const world = new TurnWorld();
    const client = world.client("u");
    client.allocated();
    client.refresh(700);
    world.nowMs += 700_000 + offset;
    world.server.sweep(world.nowMs);
    assertEquals(world.server.load.allocations, left, `at t${offset}`);
    assertEquals(client.ended, 1 - left);
  }
});

Deno.test("close() ends everything, reserved ports too", () => {
  const world = new TurnWorld();
  world.client("u").allocate((writer) => {
    writer.bytes(ATTRIBUTE.evenPort, Uint8Array.of(0x80));
  });
  world.server.close();
  assertEquals(world.relays.map((relay) => relay.isOpen), [false, false]);
  assertEquals(world.server.load, { allocations: 0, relays: 0 });
});

Deno.test("pathClosed() ends the allocation of a stream that is gone", () => {
  const world = new TurnWorld();
  const client = world.client("u", { transport: "tcp" });
  client.allocated();
  world.server.pathClosed(client);
  assertEquals(world.server.load.allocations, 0);
});
