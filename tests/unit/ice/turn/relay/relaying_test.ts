import { assert, assertEquals } from "@std/assert";
import {
  decodeStunMessage,
  StunMessage,
} from "../../../../../ice/stun/stun_message.ts";
import {
  ATTRIBUTE,
  CLASS,
  METHOD,
} from "../../../../../ice/stun/iana_registry.ts";
import { StunMessageWriter } from "../../../../../ice/stun/message_writer.ts";
import { decodeXorAddress } from "../../../../../ice/stun/xor_address.ts";
import {
  encodeText,
  type FakeTurnClient,
  TurnWorld,
} from "../../../../fakes/turn_world.ts";

const PEER = { hostname: "192.0.2.10", port: 4000 };
const PEER6 = { hostname: "2001:db8:1::10", port: 4000 };

function setup(
  options: ConstructorParameters<typeof TurnWorld>[0] = {},
  at: Parameters<TurnWorld["createClient"]>[1] = {},
  peer = PEER,
) {
  const world = new TurnWorld(options);
  const client = world.createClient("u", at);
  const { port } = client.allocateOrThrow((writer) => {
    const family = peer === PEER6 ? 2 : 1;
    writer.bytes(
      ATTRIBUTE.requestedAddressFamily,
      Uint8Array.of(family, 0, 0, 0),
    );
  });
  assertEquals(client.createPermission(peer), null);
  const relaySocket = world.relaySockets[0];
  assert(relaySocket);
  return { world, client, relaySocket, port };
}

function dataOf(client: FakeTurnClient): { peer: unknown; data: string } {
  const message = decodeStunMessage(client.inbox.shift() ?? new Uint8Array());
  assert(message instanceof StunMessage, `Not a message: ${message}`);
  assertEquals(message.method, METHOD.data);
  assertEquals(message.messageClass, CLASS.indication);
  const value = message.value(ATTRIBUTE.xorPeerAddress);
  const data = message.value(ATTRIBUTE.data);
  assert(value && data);
  return {
    peer: decodeXorAddress(value, message.transactionId),
    data: new TextDecoder().decode(data),
  };
}

for (const peer of [PEER, PEER6]) {
  Deno.test(`Send and Data indications are relayed unchanged for ${peer.hostname}`, () => {
    for (const payload of ["", "a", "abcd", "abcdefghi"]) {
      const { world, client, relaySocket, port } = setup({}, {}, peer);
      client.sendIndication(peer, encodeText(payload));
      assertEquals(relaySocket.sent, [{ data: encodeText(payload), to: peer }]);
      world.receiveFromPeer(port, peer, encodeText(payload));
      assertEquals(dataOf(client), { peer, data: payload });
    }
  });
}

Deno.test("ChannelData is relayed both ways, padded on streams only (RFC 8656 §12.5)", () => {
  for (const transport of ["udp", "tcp"] as const) {
    const { world, client, relaySocket, port } = setup({}, { transport });
    client.bindChannel(0x4001, PEER);
    client.sendChannelData(0x4001, encodeText("hello"));
    assertEquals(relaySocket.sent, [{ data: encodeText("hello"), to: PEER }]);
    world.receiveFromPeer(port, PEER, encodeText("hello"));
    const padding = transport === "tcp" ? "000000" : "";
    assertEquals(
      client.inbox[0]?.toHex(),
      `40010005${encodeText("hello").toHex()}${padding}`,
    );
  }
});

Deno.test("Bytes behind the length of ChannelData are not relayed", () => {
  const { client, relaySocket } = setup();
  client.bindChannel(0x4001, PEER);
  client.sendRaw(Uint8Array.fromHex("400100016100ffff"));
  assertEquals(relaySocket.sent[0]?.data, encodeText("a"));
});

Deno.test("Truncated ChannelData, or without a channel, is dropped with a reason", () => {
  const { world, client, relaySocket } = setup();
  client.bindChannel(0x4001, PEER);
  client.sendRaw(Uint8Array.fromHex("4001000561"));
  client.sendRaw(Uint8Array.fromHex("4001"));
  client.sendChannelData(0x4002, encodeText("a"));
  assertEquals(world.server.counters.dropCounts(), {
    "bad-channel-data": 2,
    "no-channel": 1,
  });
  assertEquals(relaySocket.sent, []);
});

Deno.test("A permission covers all ports of an address (RFC 8656 §9)", () => {
  const { world, client, port } = setup();
  const other = { hostname: PEER.hostname, port: 9 };
  world.receiveFromPeer(port, other, encodeText("x"));
  assertEquals(dataOf(client), { peer: other, data: "x" });
  world.receiveFromPeer(
    port,
    { hostname: "192.0.2.11", port: 4000 },
    encodeText("x"),
  );
  assertEquals(client.inbox, []);
  assertEquals(world.server.counters.dropCount("no-permission"), 1);
});

Deno.test("A malformed Send indication is dropped with a reason", () => {
  const { world, client, relaySocket } = setup();
  const build = (write: (writer: StunMessageWriter) => void) => {
    const writer = new StunMessageWriter(
      METHOD.send,
      CLASS.indication,
      client.nextTransactionId(),
    );
    write(writer);
    client.sendRaw(writer.finish());
  };
  build((w) => w.xorAddress(ATTRIBUTE.xorPeerAddress, PEER));
  build((w) => w.bytes(ATTRIBUTE.data, encodeText("x")));
  build((w) =>
    w.xorAddress(ATTRIBUTE.xorPeerAddress, PEER)
      .bytes(ATTRIBUTE.dontFragment, new Uint8Array())
      .bytes(ATTRIBUTE.data, encodeText("x"))
  );
  build((w) =>
    w.bytes(ATTRIBUTE.xorPeerAddress, Uint8Array.of(0, 3, 0, 0))
      .bytes(ATTRIBUTE.data, encodeText("x"))
  );
  assertEquals(world.server.counters.dropCounts(), {
    "bad-indication": 2,
    "unknown-attribute": 1,
    "no-permission": 1,
  });
  assertEquals(relaySocket.sent, []);
});

Deno.test("The byte rate of an allocation covers both directions together", () => {
  const { world, client, relaySocket, port } = setup({
    limits: { maxRelayBytesPerSecond: 1000 },
  });
  client.sendIndication(PEER, new Uint8Array(600));
  world.receiveFromPeer(port, PEER, new Uint8Array(400));
  client.sendIndication(PEER, new Uint8Array(1));
  assertEquals(world.server.counters.dropCount("too-fast"), 1);
  world.nowMs += 500;
  client.sendIndication(PEER, new Uint8Array(501));
  client.sendIndication(PEER, new Uint8Array(500));
  assertEquals(relaySocket.sent.map(({ data }) => data.length), [600, 500]);
});

Deno.test("Nothing is relayed after the lifetime, before the sweep too", () => {
  const { world, client, relaySocket, port } = setup();
  world.nowMs += 290_000;
  client.createPermission(PEER);
  world.nowMs += 290_000;
  client.createPermission(PEER);
  world.nowMs += 19_999;
  client.sendIndication(PEER, encodeText("last"));
  world.nowMs += 1;
  client.sendIndication(PEER, encodeText("late"));
  world.receiveFromPeer(port, PEER, encodeText("late"));
  assertEquals(relaySocket.sent.length, 1);
  assertEquals(client.inbox, []);
});

Deno.test("A datagram of a peer that exceeds a message to the client is dropped", () => {
  const { world, client, port } = setup();
  world.receiveFromPeer(port, PEER, new Uint8Array(65_507));
  assertEquals(client.inbox, []);
  assertEquals(world.server.counters.dropCount("too-long"), 1);
});

Deno.test("A Send indication is checked like a request (RFC 8489 §6.3)", () => {
  const build = (client: FakeTurnClient) =>
    new StunMessageWriter(
      METHOD.send,
      CLASS.indication,
      client.nextTransactionId(),
    ).xorAddress(ATTRIBUTE.xorPeerAddress, PEER)
      .bytes(ATTRIBUTE.data, encodeText("data"));
  const cases: Record<string, (packet: Uint8Array) => Uint8Array> = {
    "bad-cookie": (packet) => packet.with(4, 0x22),
    "bad-length": (packet) => packet.with(3, (packet[3] ?? 0) + 4),
    "bad-fingerprint": (packet) => packet.with(-1, (packet.at(-1) ?? 0) ^ 1),
  };
  for (const [reason, damage] of Object.entries(cases)) {
    const { world, client, relaySocket } = setup();
    client.sendRaw(build(client).fingerprint().finish());
    assertEquals(relaySocket.sent.length, 1);
    client.sendRaw(damage(build(client).fingerprint().finish()));
    assertEquals(relaySocket.sent.length, 1, reason);
    assertEquals(world.server.counters.dropCounts(), { [reason]: 1 });
  }
});

Deno.test("Bytes behind a Send indication in its datagram are not accepted", () => {
  const { world, client, relaySocket } = setup();
  const packet = new StunMessageWriter(
    METHOD.send,
    CLASS.indication,
    client.nextTransactionId(),
  ).xorAddress(ATTRIBUTE.xorPeerAddress, PEER)
    .bytes(ATTRIBUTE.data, encodeText("data")).finish();
  client.sendRaw(Uint8Array.of(...packet, 0, 0, 0, 0));
  assertEquals(relaySocket.sent, []);
  assertEquals(world.server.counters.dropCount("bad-length"), 1);
});

Deno.test("Relayed bytes and allocations are counted by the transport of the client, as they pass", () => {
  const { world, client, port } = setup({}, { transport: "tcp" });
  client.sendIndication(PEER, encodeText("to peer"));
  world.receiveFromPeer(port, PEER, encodeText("answer"));
  assertEquals(world.server.counters.relayedBy.tcp, {
    toPeers: 1,
    toPeersBytes: 7,
    toClients: 1,
    toClientsBytes: 6,
  });
  assertEquals(world.server.counters.relayedBy.udp.toPeersBytes, 0);
  assertEquals(world.server.allocationsByTransport(), {
    udp: 0,
    tcp: 1,
    tls: 0,
  });
});
