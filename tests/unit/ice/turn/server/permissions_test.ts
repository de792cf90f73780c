import { assertEquals } from "@std/assert";
import { ATTRIBUTE, METHOD } from "../../../../../ice/stun/iana_registry.ts";
import {
  encodeText,
  SERVER_IPV4,
  TurnWorld,
} from "../../../../fakes/turn_world.ts";

const PEER = { hostname: "192.0.2.10", port: 4000 };
const PEER6 = { hostname: "2001:db8:1::10", port: 4000 };

function allocated(world: TurnWorld) {
  const client = world.createClient("u");
  client.allocateOrThrow();
  return client;
}

Deno.test("CreatePermission and ChannelBind are answered with 437 without an allocation", () => {
  const client = new TurnWorld().createClient("u");
  assertEquals(client.createPermission(PEER), 437);
  assertEquals(client.bindChannel(0x4000, PEER), 437);
});

Deno.test("handleCreatePermission() answers a missing or malformed peer with 400", () => {
  const client = allocated(new TurnWorld());
  assertEquals(client.createPermission(), 400);
  const response = client.sendRequest(METHOD.createPermission, (writer) => {
    writer.bytes(ATTRIBUTE.xorPeerAddress, Uint8Array.of(0, 1, 2, 3));
  });
  assertEquals(response.error, 400);
});

Deno.test("handleCreatePermission() answers a peer of the other family with 443", () => {
  const client = allocated(new TurnWorld());
  assertEquals(client.createPermission(PEER6), 443);
  assertEquals(client.bindChannel(0x4000, PEER6), 443);
});

Deno.test("handleCreatePermission() answers a denied peer with 403 and permits none of the list", () => {
  const world = new TurnWorld();
  const client = allocated(world);
  assertEquals(
    client.createPermission(PEER, { hostname: "10.0.0.1", port: 1 }),
    403,
  );
  assertEquals(
    client.bindChannel(0x4000, { hostname: "127.0.0.1", port: 1 }),
    403,
  );
  client.sendIndication(PEER, encodeText("x"));
  assertEquals(world.server.counters.dropCount("no-permission"), 1);
});

Deno.test("handleCreatePermission() answers 508 above the limit, and refreshes existing permissions", () => {
  const client = allocated(new TurnWorld({ limits: { maxPermissions: 2 } }));
  const peer = (last: number) => ({ hostname: `192.0.2.${last}`, port: 1 });
  assertEquals(client.createPermission(peer(1), peer(2)), null);
  assertEquals(client.createPermission(peer(3)), 508);
  assertEquals(client.bindChannel(0x4000, peer(3)), 508);
  assertEquals(client.createPermission(peer(1)), null);
});

Deno.test("A permission lasts 5 minutes in both directions, and 5 more after a refresh", () => {
  for (const isRefreshed of [false, true]) {
    for (const [offset, count] of [[-1, 1], [0, 0], [1, 0]] as const) {
      const world = new TurnWorld();
      const client = allocated(world);
      client.createPermission(PEER);
      if (isRefreshed) {
        world.nowMs += 200_000;
        client.createPermission(PEER);
      }
      world.nowMs += 300_000 + offset;
      if (offset === 1) world.server.sweep(world.nowMs);
      client.sendIndication(PEER, encodeText("out"));
      const socket = world.relaySockets[0];
      world.receiveFromPeer(socket?.port ?? 0, PEER, encodeText("in"));
      assertEquals(socket?.sent.length, count, `at t${offset}`);
      assertEquals(client.inbox.length, count, `at t${offset}`);
      assertEquals(
        world.server.counters.dropCount("no-permission"),
        2 - 2 * count,
      );
    }
  }
});

Deno.test("A channel lasts 10 minutes, and works while its permission is refreshed", () => {
  for (const [offset, count] of [[-1, 1], [0, 0], [1, 0]] as const) {
    const world = new TurnWorld();
    const client = allocated(world);
    client.refresh(3600);
    assertEquals(client.bindChannel(0x4000, PEER), null);
    world.nowMs += 299_999;
    client.createPermission(PEER);
    world.nowMs += 299_999;
    client.createPermission(PEER);
    world.nowMs += 2 + offset;
    client.sendChannelData(0x4000, encodeText("out"));
    assertEquals(world.relaySockets[0]?.sent.length, count, `at t${offset}`);
    world.receiveFromPeer(
      world.relaySockets[0]?.port ?? 0,
      PEER,
      encodeText("in"),
    );
    const isChannelData = (client.inbox[0]?.[0] ?? 0) === 0x40;
    assertEquals(isChannelData, count === 1, `at t${offset}`);
  }
});

Deno.test.each([
  { channel: 0x3fff, error: 400 },
  { channel: 0x4000, error: null },
  { channel: 0x4fff, error: null },
  { channel: 0x7fff, error: null },
  { channel: 0x8000, error: 400 },
])("handleChannelBind() answers channel $channel with $error", (c) => {
  assertEquals(
    allocated(new TurnWorld()).bindChannel(c.channel, PEER),
    c.error,
  );
});

Deno.test("handleChannelBind() binds a peer to one channel until the binding expires", () => {
  const world = new TurnWorld();
  const client = allocated(world);
  client.refresh(3600);
  const other = { hostname: PEER.hostname, port: 4001 };
  assertEquals(client.bindChannel(0x4000, PEER), null);
  assertEquals(client.bindChannel(0x4000, PEER), null);
  assertEquals(client.bindChannel(0x4000, other), 400);
  assertEquals(client.bindChannel(0x4001, PEER), 400);
  assertEquals(client.bindChannel(0x4001, other), null);
  world.nowMs += 600_000;
  assertEquals(client.bindChannel(0x4000, other), null);
  assertEquals(client.bindChannel(0x4002, PEER), null);
});

Deno.test("handleChannelBind() answers a missing number or peer with 400, and 508 above the limit", () => {
  const client = allocated(new TurnWorld({ limits: { maxChannels: 1 } }));
  const only = (write: Parameters<typeof client.sendRequest>[1]) =>
    client.sendRequest(METHOD.channelBind, write).error;
  assertEquals(
    only((writer) => writer.u32(ATTRIBUTE.channelNumber, 0x40000000)),
    400,
  );
  assertEquals(
    only((writer) => writer.xorAddress(ATTRIBUTE.xorPeerAddress, PEER)),
    400,
  );
  assertEquals(client.bindChannel(0x4000, PEER), null);
  assertEquals(client.bindChannel(0x4001, { ...PEER, port: 1 }), 508);
});

Deno.test("Nothing is relayed to a listening port of the server, although its address is allowed", () => {
  const world = new TurnWorld({ allow: [SERVER_IPV4] });
  const client = allocated(world);
  assertEquals(
    client.createPermission({ hostname: SERVER_IPV4, port: 1 }),
    null,
  );
  client.sendIndication(
    { hostname: SERVER_IPV4, port: 3478 },
    encodeText("loop"),
  );
  assertEquals(world.server.counters.dropCount("own-port"), 1);
  client.sendIndication({ hostname: SERVER_IPV4, port: 9 }, encodeText("fine"));
  assertEquals(world.relaySockets[0]?.sent.length, 1);
});

Deno.test("CreatePermission with more peers than an allocation may have is refused before any is looked at", () => {
  const world = new TurnWorld({ limits: { maxPermissions: 4 } });
  const client = world.createClient("u");
  client.allocateOrThrow();
  const peers = (count: number) =>
    Array.from({ length: count }, (_, host) => ({
      hostname: `192.0.2.${host}`,
      port: 1,
    }));
  assertEquals(client.createPermission(...peers(5)), 508);
  assertEquals(world.addressLookups, 0);
  assertEquals(client.createPermission(...peers(4)), null);
  assertEquals(world.addressLookups, 4);
});

Deno.test("An IPv6 form of an own address is denied like the address", () => {
  const world = new TurnWorld();
  const client = world.createClient("u", { hostname: "2001:db8:9::9" });
  client.allocateOrThrow((writer) => {
    writer.bytes(ATTRIBUTE.requestedAddressFamily, Uint8Array.of(2, 0, 0, 0));
  });
  for (
    const [form, expected] of [
      // 198.51.100.1 is the server.
      ["64:ff9b::c633:6401", 403],
      ["2002:c633:6401::1", 403],
      ["64:ff9b::c633:6402", null],
    ] as const
  ) {
    const peer = { hostname: form, port: 1 };
    assertEquals(client.createPermission(peer), expected, form);
  }
  world.translators.add("198.51.100.2");
  world.seats.invalidateAll();
  assertEquals(
    client.createPermission({ hostname: "64:ff9b::c633:6402", port: 1 }),
    403,
  );
});

Deno.test("Permissions and channels of one address are limited over all its allocations", () => {
  const world = new TurnWorld({ limits: { maxPermissionsPerIp: 10 } });
  const clients = [1, 2].map(() => allocated(world));
  const peers = (first: number, count: number) =>
    Array.from({ length: count }, (_, host) => ({
      hostname: `192.0.2.${first + host}`,
      port: 1,
    }));
  assertEquals(clients[0]?.createPermission(...peers(0, 6)), null);
  assertEquals(clients[1]?.createPermission(...peers(0, 5)), 508);
  assertEquals(clients[1]?.createPermission(...peers(0, 2)), null);
  assertEquals(clients[1]?.bindChannel(0x4000, PEER), null);
  assertEquals(clients[1]?.bindChannel(0x4001, { ...PEER, port: 9 }), 508);
  assertEquals(world.refusals, [
    "relay-permissions-full",
    "relay-permissions-full",
  ]);
  // Refreshing costs nothing, another address has its own share.
  assertEquals(clients[0]?.createPermission(...peers(0, 6)), null);
  const other = world.createClient("v", { hostname: "203.0.113.77" });
  other.allocateOrThrow();
  assertEquals(other.createPermission(...peers(0, 5)), null);
  // What ends is given back.
  clients[0]?.refresh(0);
  assertEquals(clients[1]?.createPermission(...peers(10, 6)), null);
  world.nowMs += 300_000;
  world.server.sweep(world.nowMs);
  assertEquals(clients[1]?.createPermission(...peers(20, 8)), null);
});
