import { assert, assertEquals } from "@std/assert";
import corpusText from "../corpus/turn.txt" with { type: "text" };
import { decodeStunMessage } from "../../ice/stun/stun_message.ts";
import { ATTRIBUTE, METHOD } from "../../ice/stun/iana_registry.ts";
import { StreamFramer } from "../../ice/transport/stream_framing.ts";
import {
  encodeText,
  type FakeTurnClient,
  TurnWorld,
} from "../fakes/turn_world.ts";
import { createSeededRandom } from "../fakes/seeded_random.ts";
import { STUN_VECTORS } from "../vectors/stun.ts";

const PEER = { hostname: "192.0.2.10", port: 4000 };
const CAPTURES = corpusText.split("\n")
  .filter((line) => /^[0-9a-f]+$/.test(line))
  .concat(STUN_VECTORS.map((vector) => vector.hex))
  .map((hex) => Uint8Array.fromHex(hex));

/** Each packet truncated at every length and with every single bit flipped. */
function* damage(packet: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < packet.length; length++) {
    yield packet.slice(0, length);
  }
  for (let bit = 0; bit < packet.length * 8; bit++) {
    const copy = packet.slice();
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield copy;
  }
}

function setUpAllocation(): { world: TurnWorld; client: FakeTurnClient } {
  const world = new TurnWorld({ limits: { maxBytesPerSecond: 1e9 } });
  const client = world.createClient("u");
  client.allocateOrThrow();
  assertEquals(client.bindChannel(0x4000, PEER), null);
  return { world, client };
}

/** Asserts that the allocation still relays both ways. */
function assertRelays(world: TurnWorld, client: FakeTurnClient): void {
  const socket = world.relaySockets[0];
  assert(socket);
  const before = socket.sent.length;
  client.sendChannelData(0x4000, encodeText("alive"));
  assertEquals(socket.sent.length, before + 1);
  client.inbox.length = 0;
  world.receiveFromPeer(socket.port, PEER, encodeText("alive"));
  assertEquals(client.inbox.length, 1);
  assertEquals(client.refresh(600).error, null);
}

Deno.test("The corpus contains each kind of packet that a client sends", () => {
  assert(CAPTURES.length >= 20);
  const kinds = new Set(CAPTURES.map((bytes) => (bytes[0] ?? 0) >> 6));
  assertEquals(kinds, new Set([0, 1]));
});

Deno.test("decodeStunMessage() never throws on a damaged capture", () => {
  let count = 0;
  for (const capture of CAPTURES) {
    for (const packet of damage(capture)) {
      decodeStunMessage(packet);
      count++;
    }
  }
  assert(count > 15_000);
});

Deno.test("TurnServer handles every damaged capture, from strangers and from a client", () => {
  const { world, client } = setUpAllocation();
  const stranger = world.createClient("v");
  for (const capture of CAPTURES) {
    for (const packet of damage(capture)) {
      client.sendRaw(packet);
      stranger.sendRaw(packet);
      stranger.inbox.length = 0;
    }
    client.inbox.length = 0;
  }
  assertEquals(stranger.allocation, null);
  assertRelays(world, client);
});

Deno.test("TurnServer answers a damaged capture of a stranger at most once", () => {
  const world = new TurnWorld();
  const stranger = world.createClient("v");
  for (const capture of CAPTURES) {
    for (const packet of damage(capture)) {
      stranger.inbox.length = 0;
      stranger.sendRaw(packet);
      assert(stranger.inbox.length <= 1);
    }
  }
  assertEquals(world.server.usage, { allocations: 0, relayedAddresses: 0 });
});

Deno.test("TurnServer answers every signed request with random attributes exactly once", () => {
  const next = createSeededRandom(20_260_101);
  const types = Object.values(ATTRIBUTE).filter((type) =>
    type !== ATTRIBUTE.messageIntegrity && type !== ATTRIBUTE.fingerprint &&
    type !== ATTRIBUTE.messageIntegritySha256
  );
  const methods = [
    METHOD.allocate,
    METHOD.refresh,
    METHOD.createPermission,
    METHOD.channelBind,
  ];
  const { world, client } = setUpAllocation();
  for (let round = 0; round < 4000; round++) {
    const sender = round % 2 ? client : world.createClient(`u${round % 16}`);
    if (sender.nonce === "" || !sender.allocation) sender.requestNonce();
    const method = methods[next(methods.length)] ?? METHOD.refresh;
    const packet = sender.buildRequest(method, (writer) => {
      for (let count = next(4); count > 0; count--) {
        const value = Uint8Array.from({ length: next(24) }, () => next(256));
        writer.bytes(types[next(types.length)] ?? 0, value);
      }
      if (next(2)) writer.bytes(0x19, Uint8Array.of(17, 0, 0, 0));
      if (next(2)) writer.xorAddress(ATTRIBUTE.xorPeerAddress, PEER);
    });
    sender.inbox.length = 0;
    sender.sendRaw(packet);
    assertEquals(sender.inbox.length, 1, packet.toHex());
    if (round % 200 === 0) world.server.sweep(world.nowMs += 1000);
  }
  world.server.close();
  assertEquals(world.server.usage, { allocations: 0, relayedAddresses: 0 });
});

Deno.test("TurnServer keeps relaying after random bytes from peers and in Send indications", () => {
  const next = createSeededRandom(42);
  const { world, client } = setUpAllocation();
  const port = world.relaySockets[0]?.port ?? 0;
  for (let round = 0; round < 3000; round++) {
    const data = Uint8Array.from({ length: next(64) }, () => next(256));
    world.receiveFromPeer(port, PEER, data);
    const head = Uint8Array.of(0, 0x16, 0, data.length & ~3);
    const rest = new Uint8Array(16);
    client.sendRaw(Uint8Array.of(...head, ...rest, ...data));
    client.inbox.length = 0;
  }
  assertRelays(world, client);
});

Deno.test("StreamFramer splits or rejects a damaged stream, regardless of its chunks", () => {
  const next = createSeededRandom(7);
  const padded = CAPTURES.filter((bytes) => bytes.length % 4 === 0);
  for (let round = 0; round < 2000; round++) {
    const picked = [0, 1, 2].map(() => padded[next(padded.length)]);
    const stream = Uint8Array.from(picked.flatMap((p) => [...(p ?? [])]));
    for (let flips = next(3); flips > 0; flips--) {
      const at = next(stream.length);
      stream[at] = (stream[at] ?? 0) ^ (1 << next(8));
    }
    const framer = new StreamFramer();
    let receivedBytes = 0;
    for (let at = 0; at < stream.length;) {
      const length = 1 + next(50);
      const isTurn = framer.push(
        stream.subarray(at, at + length),
        (_bytes, start, end) => receivedBytes += end - start,
      );
      if (!isTurn) break;
      at += length;
    }
    assert(receivedBytes + framer.pendingBytes <= stream.length);
  }
});
