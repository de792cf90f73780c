import { assert, assertEquals } from "@std/assert";
import {
  ATTRIBUTE,
  CLASS,
  METHOD,
} from "../../../../../ice/stun/iana_registry.ts";
import { StunMessageWriter } from "../../../../../ice/stun/message_writer.ts";
import { readXorAddresses, TurnWorld } from "../../../../fakes/turn_world.ts";

const ID = new Uint8Array(12);

function request(
  method: number,
  write = (_: StunMessageWriter) => {},
): Uint8Array {
  const writer = new StunMessageWriter(method, CLASS.request, ID);
  write(writer);
  return writer.finish();
}

Deno.test("A Binding request without credentials is answered with its source address", () => {
  for (const hostname of ["203.0.113.5", "2001:db8::5"]) {
    const client = new TurnWorld().createClient("u", { hostname });
    const response = client.exchange(request(METHOD.binding));
    assert(response);
    assertEquals(response.error, null);
    assertEquals(readXorAddresses(response, ATTRIBUTE.xorMappedAddress), [
      client.remote,
    ]);
  }
});

Deno.test("A Binding response has FINGERPRINT if the request had it", () => {
  const client = new TurnWorld().createClient("u");
  const packet = new StunMessageWriter(METHOD.binding, CLASS.request, ID)
    .fingerprint().finish();
  assertEquals(
    client.exchange(packet)?.message.has(ATTRIBUTE.fingerprint),
    true,
  );
});

Deno.test("A Binding request with an unknown required attribute is answered with 420 and the list", () => {
  const client = new TurnWorld().createClient("u");
  const response = client.exchange(
    request(METHOD.binding, (writer) => writer.u32(0x0003, 0)),
  );
  assertEquals(response?.error, 420);
  assertEquals(
    response?.message.value(ATTRIBUTE.unknownAttributes)?.toHex(),
    "0003",
  );
});

Deno.test("Above the limit, a response to an unauthenticated packet is at most three times its size", () => {
  const world = new TurnWorld({ limits: { maxChallengeBytesPerSecond: 200 } });
  const client = world.createClient("u", { hostname: "2001:db8::5" });
  const packets = [
    request(METHOD.binding),
    request(METHOD.binding, (w) => w.u32(0x0003, 0).u32(0x0004, 0)),
    request(METHOD.allocate),
    request(METHOD.allocate, (w) => w.u32(ATTRIBUTE.requestedTransport, 0)),
    request(METHOD.refresh, (w) => w.u32(ATTRIBUTE.messageIntegrity, 0)),
  ];
  client.requestNonce();
  for (let round = 0; round < 20; round++) {
    for (const packet of packets) {
      const response = client.exchange(packet);
      assert(response, "No response");
      if (round === 0) continue;
      assert(
        response.bytes.length <= 3 * packet.length,
        `${response.bytes.length} bytes for ${packet.length}`,
      );
    }
  }
  assertEquals(world.server.counters.dropCounts(), {});
});

Deno.test("A full challenge is sent again in the next second, and to other sources at once", () => {
  const world = new TurnWorld({ limits: { maxChallengeBytesPerSecond: 150 } });
  const full = (hostname: string) =>
    world.createClient("u", { hostname }).exchange(request(METHOD.allocate))
      ?.message
      .has(ATTRIBUTE.passwordAlgorithms) ?? false;
  assertEquals([full("203.0.113.5"), full("203.0.113.5")], [true, false]);
  assertEquals(full("203.0.113.6"), true);
  world.nowMs += 1000;
  assertEquals(full("203.0.113.5"), true);
});

Deno.test("A client can authenticate after a terse challenge", () => {
  const world = new TurnWorld({ limits: { maxChallengeBytesPerSecond: 0 } });
  const client = world.createClient("u");
  client.requestNonce();
  assertEquals(client.nonce.length, 20);
  assertEquals(client.allocate().error, null);
});

Deno.test("The feature bits cannot be stripped from a nonce", () => {
  const client = new TurnWorld().createClient("u");
  client.requestNonce();
  client.nonce = client.nonce.slice(-20);
  assertEquals(client.allocate().error, 438);
});

Deno.test("Packets other than supported requests are dropped with a reason", () => {
  const world = new TurnWorld();
  const client = world.createClient("u");
  const cases: [string, Uint8Array][] = [
    ["not-turn", Uint8Array.of(0x80, 0, 0, 0)],
    ["too-short", Uint8Array.of(0, 1, 0, 0)],
    ["no-allocation", Uint8Array.of(0x40, 0, 0, 0)],
    ["unknown-method", request(0x00a)],
    [
      "unknown-method",
      new StunMessageWriter(METHOD.allocate, CLASS.success, ID).finish(),
    ],
    [
      "no-allocation",
      new StunMessageWriter(METHOD.send, CLASS.indication, ID).finish(),
    ],
  ];
  for (const [reason, packet] of cases) {
    const before = world.server.counters.dropCounts()[reason] ?? 0;
    assertEquals(client.exchange(packet), null);
    assertEquals(
      world.server.counters.dropCounts()[reason],
      before + 1,
      reason,
    );
  }
});

Deno.test("A Binding indication has no response and is not counted as a drop", () => {
  const world = new TurnWorld();
  const packet = new StunMessageWriter(METHOD.binding, CLASS.indication, ID);
  assertEquals(world.createClient("u").exchange(packet.finish()), null);
  assertEquals(world.server.counters.dropCounts(), {});
});
