/**
 * Relayed packets between members whose sockets are at different processes: the
 * relay of the room's owner serves both, and after it that of the next owner.
 *
 * @module
 */
import { assertEquals, assertNotEquals } from "@std/assert";
import {
  type ConnectedTurnClient,
  connectTurnClient,
} from "../../../../ice/transport/turn_client_connection.ts";
import type { TransportAddress } from "../../../../server/net/ip_address.ts";
import { RawWebSocket } from "../../../fakes/raw_websocket.ts";
import { IS_REDIS_MISSING, RedisServer } from "../../../fakes/redis_server.ts";
import { readTurnServer } from "../../../fakes/relayed_traffic.ts";
import {
  HAS_SERVER_PERMISSIONS,
  runMaru,
} from "../../../fakes/running_maru.ts";

const LIMIT_MS = 20_000;
const RETRY_MS = 50;
const HOST = "127.0.0.1";

/** A member's client of the relay of its `iceServers`. */
interface RelayClient {
  readonly connected: ConnectedTurnClient;
  readonly relayed: TransportAddress;
  readonly relayPort: number;
  received: number;
}

async function allocate(iceServers: unknown): Promise<RelayClient> {
  const { port, ...credential } = readTurnServer(iceServers);
  const server = { hostname: HOST, port };
  const connected = await connectTurnClient("udp", server, credential);
  const relayed = await connected.client.allocate(
    AbortSignal.timeout(LIMIT_MS),
  );
  if (typeof relayed === "number") throw new Error(`Allocate: ${relayed}`);
  const client = { connected, relayed, relayPort: port, received: 0 };
  connected.client.onData = () => client.received++;
  return client;
}

/** Sends packets from one to the other, both through the relay, until one arrives. */
async function assertRelays(from: RelayClient, to: RelayClient): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  for (const [a, b] of [[from, to], [to, from]] as const) {
    const refusal = await a.connected.client.createPermission(
      b.relayed,
      signal,
    );
    assertEquals(refusal, null);
  }
  const before = to.received;
  while (to.received === before) {
    signal.throwIfAborted();
    from.connected.client.sendIndication(to.relayed, new Uint8Array(200));
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function join(port: number): Promise<RawWebSocket> {
  return RawWebSocket.open({
    port,
    target: "/socket?room=tea",
    headers: { "Sec-WebSocket-Protocol": "maru.v1" },
  });
}

Deno.test({
  name:
    "Members at different processes are relayed by the owner of their room, and by the next one when it stops",
  ignore: !HAS_SERVER_PERMISSIONS || IS_REDIS_MISSING,
  fn: async () => {
    await using redis = await RedisServer.open();
    const env = {
      TLS: "off",
      ICE: "on",
      ICE_PORT: "0",
      RELAY_HOST: HOST,
      REDIS_URL: redis.url,
    };
    await using owner = await runMaru(env);
    await using first = await runMaru(env);
    await using second = await runMaru(env);
    const opener = await join(owner.port);
    const ownServer = readTurnServer(
      (await opener.waitForEvent("welcome")).iceServers,
    );
    const sockets = [await join(first.port), await join(second.port)];
    const allocateAll = () =>
      Promise.all(
        sockets.map(async (socket) =>
          allocate((await socket.waitForEvent("welcome")).iceServers)
        ),
      );
    const [ada, bob] = await allocateAll();
    if (ada === undefined || bob === undefined) throw new TypeError();
    assertEquals(
      [ada.relayPort, bob.relayPort],
      [ownServer.port, ownServer.port],
    );
    await assertRelays(ada, bob);
    await assertRelays(bob, ada);

    await owner.close();
    const [adaAgain, bobAgain] = await allocateAll();
    if (adaAgain === undefined || bobAgain === undefined) throw new TypeError();
    assertEquals(adaAgain.relayPort, bobAgain.relayPort);
    assertNotEquals(adaAgain.relayPort, ownServer.port);
    await assertRelays(adaAgain, bobAgain);
    for (const { connected } of [ada, bob, adaAgain, bobAgain]) {
      connected.close();
    }
    for (const socket of [opener, ...sockets]) await socket.destroy();
  },
});
