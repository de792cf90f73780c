import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { formatSeatUser } from "../../../../../ice/credentials/turn_credential.ts";
import { ATTRIBUTE, METHOD } from "../../../../../ice/stun/iana_registry.ts";
import {
  readLifetimeSeconds,
  readXorAddresses,
  SERVER_IPV4,
  SERVER_IPV6,
  START_MS,
  TurnWorld,
} from "../../../../fakes/turn_world.ts";

const even = (value: number) => Uint8Array.of(value);
const family = (value: number) => Uint8Array.of(value, 0, 0, 0);

Deno.test("handleAllocate() answers with relayed address, lifetime and mapped address (RFC 8656 §7.2)", () => {
  const world = new TurnWorld();
  const client = world.createClient("u");
  const response = client.allocate();
  assertEquals(response.error, null);
  const [relayed] = readXorAddresses(response, ATTRIBUTE.xorRelayedAddress);
  assertEquals(relayed?.hostname, SERVER_IPV4);
  assert(relayed && relayed.port >= 50_000 && relayed.port <= 50_999);
  assertEquals(readXorAddresses(response, ATTRIBUTE.xorMappedAddress), [
    client.remote,
  ]);
  assertEquals(readLifetimeSeconds(response), 600);
});

Deno.test.each([
  { wanted: 0, granted: 600 },
  { wanted: 1, granted: 600 },
  { wanted: 601, granted: 601 },
  { wanted: 3600, granted: 3600 },
  { wanted: 3601, granted: 3600 },
  { wanted: 0xffffffff, granted: 3600 },
])(
  "handleAllocate() grants $granted seconds for a lifetime of $wanted",
  (c) => {
    const response = new TurnWorld().createClient("u").allocate((writer) => {
      writer.u32(ATTRIBUTE.lifetime, c.wanted);
    });
    assertEquals(readLifetimeSeconds(response), c.granted);
  },
);

Deno.test("handleAllocate() answers a retransmitted request with the same success", () => {
  const world = new TurnWorld();
  const client = world.createClient("u");
  client.requestNonce();
  const packet = client.buildRequest(METHOD.allocate, (writer) => {
    writer.bytes(ATTRIBUTE.requestedTransport, family(17));
  });
  const first = client.exchange(packet);
  world.nowMs += 3000;
  const second = client.exchange(packet);
  assertEquals(second?.bytes, first?.bytes);
  assertEquals(world.server.usage, { allocations: 1, relayedAddresses: 1 });
});

Deno.test("handleAllocate() answers another request on the same five-tuple with 437", () => {
  const client = new TurnWorld().createClient("u");
  client.allocateOrThrow();
  assertEquals(client.allocate().error, 437);
});

Deno.test.each([
  { name: "no REQUESTED-TRANSPORT", type: 0, value: [], error: 400 },
  {
    name: "a short REQUESTED-TRANSPORT",
    type: ATTRIBUTE.requestedTransport,
    value: [17],
    error: 400,
  },
  {
    name: "TCP",
    type: ATTRIBUTE.requestedTransport,
    value: [6, 0, 0, 0],
    error: 442,
  },
])("handleAllocate() answers $name with $error", (c) => {
  const response = new TurnWorld().createClient("u").sendRequest(
    METHOD.allocate,
    (writer) => {
      if (c.type) writer.bytes(c.type, Uint8Array.from(c.value));
    },
  );
  assertEquals(response.error, c.error);
});

Deno.test("handleAllocate() answers DONT-FRAGMENT, which this platform cannot set, with 420", () => {
  const response = new TurnWorld().createClient("u").allocate((writer) => {
    writer.bytes(ATTRIBUTE.dontFragment, new Uint8Array());
    writer.u32(0x7ffe, 0);
  });
  assertEquals(response.error, 420);
  assertEquals(
    response.message.value(ATTRIBUTE.unknownAttributes)?.toHex(),
    "001a7ffe",
  );
});

Deno.test("handleAllocate() refuses a credential from the second of its expiry", () => {
  for (const [offset, error] of [[-1, null], [0, 401], [1, 401]] as const) {
    const world = new TurnWorld();
    const client = world.createClient("u");
    world.nowMs = START_MS + 3_600_000 + offset;
    assertEquals(client.allocate().error, error, `at t${offset}`);
  }
});

Deno.test("handleAllocate() refuses the credential of a closed seat", () => {
  const world = new TurnWorld();
  const client = world.openSeat("a", "203.0.113.1");
  world.closeSeat("a");
  assertEquals(client.allocate().error, 401);
});

Deno.test("handleAllocate() relays from the requested family, IPv4 by default", () => {
  const world = new TurnWorld();
  const ipv6Client = world.createClient("u", { hostname: "2001:db8::7" });
  assertEquals(ipv6Client.allocateOrThrow().hostname, SERVER_IPV4);
  const relayed = world.createClient("u").allocateOrThrow((writer) => {
    writer.bytes(ATTRIBUTE.requestedAddressFamily, family(2));
  });
  assertEquals(relayed.hostname, SERVER_IPV6);
});

Deno.test("handleAllocate() answers an unknown or missing family with 440", () => {
  const world = new TurnWorld({ families: ["ipv4"] });
  for (const value of [2, 3]) {
    const response = world.createClient("u").allocate((writer) => {
      writer.bytes(ATTRIBUTE.requestedAddressFamily, family(value));
    });
    assertEquals(response.error, 440);
  }
  assertEquals(world.server.usage.relayedAddresses, 0);
});

Deno.test("handleAllocate() allocates both families for ADDITIONAL-ADDRESS-FAMILY", () => {
  const world = new TurnWorld();
  const response = world.createClient("u").allocate((writer) => {
    writer.bytes(ATTRIBUTE.additionalAddressFamily, family(2));
  });
  assertEquals(
    readXorAddresses(response, ATTRIBUTE.xorRelayedAddress).map((a) =>
      a.hostname
    ),
    [SERVER_IPV4, SERVER_IPV6],
  );
  assertEquals(world.server.usage, { allocations: 1, relayedAddresses: 2 });
});

Deno.test("handleAllocate() names the missing one of two families in ADDRESS-ERROR-CODE", () => {
  const world = new TurnWorld({ families: ["ipv4"] });
  const response = world.createClient("u").allocate((writer) => {
    writer.bytes(ATTRIBUTE.additionalAddressFamily, family(2));
  });
  assertEquals(response.error, null);
  assertEquals(
    response.message.value(ATTRIBUTE.addressErrorCode)?.toHex(),
    "02000428",
  );
  assertEquals(world.server.usage.relayedAddresses, 1);
});

Deno.test.each([
  { name: "two family attributes", types: [0x17, 0x8000] },
  { name: "a token and a family", types: [0x17, 0x22] },
  { name: "a token and EVEN-PORT", types: [0x18, 0x22] },
  { name: "a pair and an additional family", types: [0x18, 0x8000] },
])("handleAllocate() answers $name together with 400", (c) => {
  const values: Record<number, Uint8Array> = {
    [0x17]: family(2),
    [0x8000]: family(2),
    [0x18]: even(0x80),
    [0x22]: new Uint8Array(8),
  };
  const response = new TurnWorld().createClient("u").allocate((writer) => {
    for (const type of c.types) writer.bytes(type, values[type] ?? even(0));
  });
  assertEquals(response.error, 400);
});

Deno.test("handleAllocate() answers IPv4 as the additional family with 400", () => {
  const response = new TurnWorld().createClient("u").allocate((writer) => {
    writer.bytes(ATTRIBUTE.additionalAddressFamily, family(1));
  });
  assertEquals(response.error, 400);
});

Deno.test("handleAllocate() reserves the port after an even one for 30 seconds", () => {
  for (const [offset, error] of [[-1, null], [0, 508], [1, 508]] as const) {
    const world = new TurnWorld();
    const response = world.createClient("u").allocate((writer) => {
      writer.bytes(ATTRIBUTE.evenPort, even(0x80));
    });
    const [first] = readXorAddresses(response, ATTRIBUTE.xorRelayedAddress);
    const token = response.message.value(ATTRIBUTE.reservationToken);
    assert(first && token);
    assertEquals(first.port % 2, 0);
    assertEquals(world.server.usage, { allocations: 1, relayedAddresses: 2 });
    world.nowMs += 30_000 + offset;
    world.server.sweep(world.nowMs);
    const claim = world.createClient("u").allocate((writer) => {
      writer.bytes(ATTRIBUTE.reservationToken, token);
    });
    assertEquals(claim.error, error);
    const [second] = readXorAddresses(claim, ATTRIBUTE.xorRelayedAddress);
    assertEquals(second?.port, error === null ? first.port + 1 : undefined);
    assertEquals(world.server.usage.relayedAddresses, error === null ? 2 : 1);
  }
});

Deno.test("handleAllocate() gives a reserved port only to its user, and once", () => {
  const world = new TurnWorld();
  const token = world.createClient("u").allocate((writer) => {
    writer.bytes(ATTRIBUTE.evenPort, even(0x80));
  }).message.value(ATTRIBUTE.reservationToken);
  assert(token);
  const claim = (user: string) =>
    world.createClient(user).allocate((writer) => {
      writer.bytes(ATTRIBUTE.reservationToken, token);
    }).error;
  assertEquals(claim("other"), 508);
  assertEquals(claim("u"), null);
  assertEquals(claim("u"), 508);
});

Deno.test("handleAllocate() accepts the credential of a seat only while the seat is open", () => {
  const world = new TurnWorld();
  const client = world.createClient(formatSeatUser("a"));
  assertEquals(client.allocate().error, 401);
  world.openSeat("a", "203.0.113.1");
  client.allocateOrThrow();
  assertEquals(client.allocation?.seat?.memberId, "a");
  world.closeSeat("a");
  assertEquals(client.allocate().error, 401);
});

Deno.test("handleAllocate() treats a username minted elsewhere as one without a seat", () => {
  const world = new TurnWorld();
  world.openSeat("a", "203.0.113.1");
  const client = world.createClient("a");
  client.allocateOrThrow();
  assertEquals(client.allocation?.seat, null);
});

Deno.test("handleAllocate() answers a claim above the quota with 486 and keeps the reservation", () => {
  const world = new TurnWorld({ limits: { maxAllocationsPerIp: 2 } });
  const full = "203.0.113.2";
  const [first] = ["f1", "f2"].map((user) => {
    const client = world.createClient(user, { hostname: full });
    client.allocateOrThrow();
    return client;
  });
  const token = world.createClient("u", { hostname: "203.0.113.1" })
    .allocate((writer) => writer.bytes(ATTRIBUTE.evenPort, even(0x80)))
    .message.value(ATTRIBUTE.reservationToken);
  assert(first && token);
  const claim = () =>
    world.createClient("u", { hostname: full }).allocate((writer) => {
      writer.bytes(ATTRIBUTE.reservationToken, token);
    }).error;
  assertEquals(claim(), 486);
  assertEquals(world.server.usage.relayedAddresses, 4);
  first.refresh(0);
  assertEquals(claim(), null);
  assertEquals(world.server.usage.relayedAddresses, 4 - 1);
  assertEquals(
    world.createClient("v", { hostname: full }).allocate().error,
    486,
  );
});

Deno.test("handleAllocate() answers 486 above the quota of a user or of an address", () => {
  const world = new TurnWorld({
    limits: { maxAllocationsPerUser: 2, maxAllocationsPerIp: 3 },
  });
  const at = (user: string, hostname = "203.0.113.1") =>
    world.createClient(user, { hostname }).allocate().error;
  assertEquals([at("u"), at("u"), at("u")], [null, null, 486]);
  assertEquals([at("v"), at("v")], [null, 486]);
  assertEquals(at("v", "203.0.113.2"), null);
});

Deno.test("handleAllocate() answers 508 while the server is full", () => {
  const world = new TurnWorld({ limits: { maxAllocations: 1 } });
  const first = world.createClient("u");
  first.allocateOrThrow();
  const second = world.createClient("v");
  assertEquals(second.allocate().error, 508);
  first.refresh(0);
  assertEquals(second.allocate().error, null);
});

Deno.test("handleAllocate() binds free ports, and answers 508 when it finds none", () => {
  const world = new TurnWorld({ ports: { first: 50_000, last: 50_001 } });
  world.takenPorts.add(50_000);
  assertEquals(world.createClient("u").allocateOrThrow().port, 50_001);
  assertEquals(world.createClient("u").allocate().error, 508);
  assertEquals(world.server.usage.relayedAddresses, 1);
});

Deno.test("handleAllocate() announces the external address", () => {
  const world = new TurnWorld({ externalIpv4: "192.0.2.77" });
  assertEquals(
    world.createClient("u").allocateOrThrow().hostname,
    "192.0.2.77",
  );
  assertEquals(world.relaySockets[0]?.hostname, SERVER_IPV4);
});

Deno.test("handleAllocate() binds ports at random", () => {
  const world = new TurnWorld();
  const ports = [1, 2, 3, 4].map(() =>
    world.createClient("u").allocateOrThrow().port
  );
  assertEquals(new Set(ports).size, 4);
  assertNotEquals(ports, ports.toSorted((a, b) => a - b));
});

Deno.test("handleAllocate() replaces an expired allocation that was not swept yet", () => {
  const world = new TurnWorld();
  const client = world.createClient("u");
  client.allocateOrThrow();
  world.nowMs += 600_000;
  assertEquals(client.allocate().error, null);
  assertEquals(world.server.usage, { allocations: 1, relayedAddresses: 1 });
});

for (const jumpMs of [-3_600_000, 3_600_000]) {
  Deno.test(`A jump of the system's clock by ${jumpMs} ms ends no allocation and stops no packet`, () => {
    const world = new TurnWorld();
    const client = world.createClient("u");
    client.allocateOrThrow();
    const peer = { hostname: "192.0.2.10", port: 4000 };
    client.createPermission(peer);
    client.bindChannel(0x4000, peer);
    world.wallOffsetMs = jumpMs;
    world.server.sweep(world.nowMs);
    for (let packet = 0; packet < 3; packet++) {
      client.sendChannelData(0x4000, Uint8Array.of(packet));
      world.nowMs += 1000;
    }
    assertEquals(world.relaySockets[0]?.sent.length, 3);
    assertEquals(client.refresh(600).error, null);
    const later = world.createClient("u");
    assertEquals(later.allocate().error, jumpMs > 0 ? 401 : null);
  });
}

Deno.test("Allocate answers 508 once the server drains, while other allocations go on", () => {
  const world = new TurnWorld();
  const old = world.openSeat("a", "203.0.113.4");
  old.allocateOrThrow();
  world.server.startDraining();
  assertEquals(world.openSeat("b", "203.0.113.5").allocate().error, 508);
  assertEquals(world.server.usage.allocations, 1);
  assertEquals(world.server.counters.refusalCounts(), { "relay-draining": 1 });
});
