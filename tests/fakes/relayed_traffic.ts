/**
 * Traffic of a call through the relay: packets to a local peer, which sends
 * them back.
 *
 * @module
 */
import { connectTurnClient } from "../../ice/transport/turn_client_connection.ts";

const INTERVAL_MS = 20;
const PACKET = new Uint8Array(200);
const LIMIT_MS = 30_000;

/** Traffic that runs until it is disposed. */
export interface RelayedTraffic extends AsyncDisposable {
  /** Packets that came back so far. */
  readonly echoes: number;
  /** Waits for that many. */
  waitForEchoes(count: number): Promise<void>;
}

/** Allocates with the ICE servers of a seat; the relay must allow 127.0.0.1. */
export async function startRelayedTraffic(
  iceServers: unknown,
): Promise<RelayedTraffic> {
  const { port, username, password } = readTurnServer(iceServers);
  const connected = await connectTurnClient("udp", {
    hostname: "127.0.0.1",
    port,
  }, { username, password });
  const { client } = connected;
  const peer = Deno.listenDatagram({
    transport: "udp",
    hostname: "127.0.0.1",
    port: 0,
  });
  const echoing = echo(peer);
  const signal = AbortSignal.timeout(LIMIT_MS);
  const relayed = await client.allocate(signal);
  if (typeof relayed === "number") throw new Error(`Allocate: ${relayed}`);
  const address = {
    hostname: "127.0.0.1",
    port: "port" in peer.addr ? peer.addr.port : 0,
  };
  const refusal = await client.createPermission(address, signal);
  if (refusal !== null) throw new Error(`CreatePermission: ${refusal}`);
  let echoes = 0;
  client.onData = () => echoes++;
  const timer = setInterval(
    () => client.sendIndication(address, PACKET),
    INTERVAL_MS,
  );
  return {
    get echoes() {
      return echoes;
    },
    waitForEchoes: async (count) => {
      const endMs = performance.now() + LIMIT_MS;
      while (echoes < count) {
        if (performance.now() > endMs) {
          throw new Error(`${echoes} of ${count} packets came back`);
        }
        await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
      }
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      connected.close();
      peer.close();
      await echoing;
    },
  };
}

async function echo(peer: Deno.DatagramConn): Promise<void> {
  try {
    for await (const [data, from] of peer) await peer.send(data, from);
  } catch {
    // The socket was closed.
  }
}

/** The first server with a credential, and the port of its UDP address. */
export function readTurnServer(iceServers: unknown): {
  readonly port: number;
  readonly username: string;
  readonly password: string;
} {
  for (const server of Array.isArray(iceServers) ? iceServers : []) {
    for (const url of [server.urls].flat()) {
      const port = /^turn:[^?]*:(\d+)\?transport=udp$/.exec(String(url))?.[1];
      if (port === undefined) continue;
      const { username, credential } = server;
      return {
        port: Number(port),
        username: String(username),
        password: String(credential),
      };
    }
  }
  throw new TypeError("No TURN server over UDP");
}
