import { assert, assertEquals } from "@std/assert";
import type { DatagramReceiver } from "../../../../ice/turn/allocation/relayed_address_table.ts";
import { UdpListener } from "../../../../ice/transport/udp_listener.ts";
import { TurnWorld, withHeadroom } from "../../../fakes/turn_world.ts";
import {
  decodeStunMessage,
  StunMessage,
} from "../../../../ice/stun/stun_message.ts";
import { ATTRIBUTE, METHOD } from "../../../../ice/stun/iana_registry.ts";
import { readErrorCode } from "../../../../ice/turn/client/turn_client.ts";

/** A listener without a network, and a client of it. */
function setUp(world: TurnWorld) {
  let receiver: DatagramReceiver | null = null;
  const sent: Uint8Array[] = [];
  const listener = UdpListener.open(
    {
      bind: (local, _size, given) => {
        receiver = given;
        return {
          ...local,
          hasFailed: false,
          send: (bytes, start, end) => void sent.push(bytes.slice(start, end)),
          close: () => {},
        };
      },
      close: () => {},
    },
    { hostname: "198.51.100.1", port: 3478 },
    world.server,
  );
  assert(typeof listener !== "string");
  const client = world.createClient("u");
  /** Sends one packet through the listener; returns the error code of the answer. */
  const exchange = (packet: Uint8Array): number | null => {
    const { bytes, start, end } = withHeadroom(packet);
    receiver?.(bytes, start, end, "203.0.113.9", 40_000, world.nowMs);
    const message = decodeStunMessage(sent.pop() ?? new Uint8Array());
    assert(message instanceof StunMessage);
    const nonce = message.text(ATTRIBUTE.nonce);
    if (nonce) client.nonce = nonce;
    return readErrorCode(message);
  };
  const send = (method: number): number | null =>
    exchange(client.buildRequest(method, (writer) => {
      if (method === METHOD.allocate) {
        writer.bytes(ATTRIBUTE.requestedTransport, Uint8Array.of(17, 0, 0, 0));
      }
    }));
  return { send };
}

for (const lateMs of [0, 1, 999]) {
  Deno.test(`UdpListener serves an Allocate ${lateMs} ms after expiry, before the sweep`, () => {
    const world = new TurnWorld();
    const { send } = setUp(world);
    assertEquals(send(METHOD.allocate), 401);
    assertEquals(send(METHOD.allocate), null);
    world.nowMs += 600_000 + lateMs;
    assertEquals(send(METHOD.allocate), null);
    assertEquals(send(METHOD.refresh), null);
    assertEquals(world.server.usage, { allocations: 1, relayedAddresses: 1 });
    world.nowMs += 600_000;
    world.server.sweep(world.nowMs);
    assertEquals(world.server.usage, { allocations: 0, relayedAddresses: 0 });
  });
}
