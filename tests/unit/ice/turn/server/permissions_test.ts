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

Deno.test("createPermission() and channelBind() answer 437 without an allocation", () => {
  const client = new TurnWorld().createClient("u");
  assertEquals(client.createPermission(PEER), 437);
  assertEquals(client.bindChannel(0x4000, PEER), 437);
});

Deno.test("createPermission() answers 400 without a peer and to a malformed one", () => {
  const client = allocated(new TurnWorld());
  assertEquals(client.createPermission(), 400);
  const answer = client.sendRequest(METHOD.createPermission, (writer) => {
    writer.bytes(ATTRIBUTE.xorPeerAddress, Uint8Array.of(0, 1, 2, 3));
  });
  assertEquals(answer.error, 400);
});

Deno.test("createPermission() answers 443 to a peer of the other family", () => {
  const client = allocated(new TurnWorld());
  assertEquals(client.createPermission(PEER6), 443);
  assertEquals(client.bindChannel(0x4000, PEER6), 443);
});

Deno.test("createPermission() answers 403 to a closed peer, and then permits none of the list", () => {
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

Deno.test("createPermission() answers 508 beyond the limit, and refreshes what there is", () => {
  const client = allocated(new TurnWorld({ limits: { maxPermissions: 2 } }));
  const peer = (last: number) => ({ hostname: `192.0.2.${last}`, port: 1 });
  assertEquals(client.createPermission(peer(1), peer(2)), null);
  assertEquals(client.createPermission(peer(3)), 508);
  assertEquals(client.bindChannel(0x4000, peer(3)), 508);
  assertEquals(client.createPermission(peer(1)), null);
});

Deno.test("A permission lasts 5 minutes in both directions, and a refresh makes it 5 more", () => {
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
      const relay = world.relaySockets[0];
      world.receiveFromPeer(relay?.port ?? 0, PEER, encodeText("in"));
      assertEquals(relay?.sent.length, count, `at t${offset}`);
      assertEquals(client.inbox.length, count, `at t${offset}`);
      assertEquals(
        world.server.counters.dropCount("no-permission"),
        2 - 2 * count,
      );
    }
  }
});

Deno.test("A channel lasts 10 minutes, and carries while its permission is kept", () => {
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
])("channelBind() answers $error to channel $channel", (c) => {
  assertEquals(
    allocated(new TurnWorld()).bindChannel(c.channel, PEER),
    c.error,
  );
});

Deno.test("channelBind() keeps one peer to one channel until the binding expires", () => {
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

Deno.test("channelBind() answers 400 without number or peer, and 508 beyond the limit", () => {
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

Deno.test("A peer at a listening port of the server gets nothing, though its address is open", () => {
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
