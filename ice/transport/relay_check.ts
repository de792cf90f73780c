/**
 * Test of the relay by the server itself: one packet to a peer and back, before
 * the first call needs it.
 *
 * @module
 */
import {
  addressFamilyOf,
  type TransportAddress,
} from "../../server/net/ip_address.ts";
import { ATTRIBUTE, FAMILY_NUMBER } from "../stun/iana_registry.ts";
import type { ClientTransport } from "../turn/allocation/allocation.ts";
import { connectTurnClient } from "./turn_client_connection.ts";

/** Result for one transport. */
export type RelayTestResult =
  & {
    readonly transport: ClientTransport;
    readonly server: TransportAddress;
  }
  & (
    | { readonly isOk: true; readonly relayed: TransportAddress }
    | { readonly isOk: false; readonly reason: string }
  );

const TIMEOUT_MS = 3000;
const PAYLOAD = new TextEncoder().encode("Maru relays to itself");

/**
 * Relays one payload to a local peer and back. The policy must allow the
 * server's own address for the credential.
 */
export async function testRelay(
  transport: ClientTransport,
  server: TransportAddress,
  credential: { readonly username: string; readonly password: string },
): Promise<RelayTestResult> {
  const abort = new AbortController();
  const timer = setTimeout(
    () => abort.abort(new Error("No answer in time")),
    TIMEOUT_MS,
  );
  const cleanups: (() => void)[] = [];
  try {
    const relayed = await relayOnce(
      transport,
      server,
      credential,
      abort.signal,
      cleanups,
    );
    return { transport, server, isOk: true, relayed };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { transport, server, isOk: false, reason };
  } finally {
    clearTimeout(timer);
    for (const cleanUp of cleanups) cleanUp();
  }
}

async function relayOnce(
  transport: ClientTransport,
  server: TransportAddress,
  credential: { readonly username: string; readonly password: string },
  signal: AbortSignal,
  cleanups: (() => void)[],
): Promise<TransportAddress> {
  const connected = await connectTurnClient(transport, server, credential);
  cleanups.push(connected.close);
  const { client } = connected;
  const { hostname } = server;
  const peer = Deno.listenDatagram({ transport: "udp", hostname, port: 0 });
  cleanups.push(() => peer.close());
  const echo = async () => {
    for await (const [data, from] of peer) await peer.send(data, from);
  };
  echo().catch(() => {});
  const family = FAMILY_NUMBER[addressFamilyOf(hostname)];
  const relayed = await client.allocate(signal, (writer) => {
    writer.bytes(
      ATTRIBUTE.requestedAddressFamily,
      Uint8Array.of(family, 0, 0, 0),
    );
  });
  if (typeof relayed === "number") throw new Error(`Allocate: ${relayed}`);
  const port = "port" in peer.addr ? peer.addr.port : 0;
  const errorCode = await client.createPermission({ hostname, port }, signal);
  if (errorCode !== null) {
    throw new Error(`CreatePermission: ${errorCode}`);
  }
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  signal.addEventListener("abort", () => reject(signal.reason));
  client.onData = resolve;
  client.sendIndication({ hostname, port }, PAYLOAD);
  const reply = await promise;
  if (reply.toHex() !== PAYLOAD.toHex()) throw new Error("Payload changed");
  await client.refresh(0, signal);
  return relayed;
}
