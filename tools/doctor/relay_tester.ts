/**
 * Relays a packet over each transport: between two members of a temporary room
 * of the running server, or by a relay that the doctor starts for the test.
 *
 * @module
 */
import { lookup } from "node:dns/promises";
import { startEmbeddedIceServer } from "../../ice/ice_server.ts";
import { connectTurnClient } from "../../ice/transport/turn_client_connection.ts";
import type { IceListenPorts } from "../../ice/transport/turn_listeners.ts";
import type { ClientTransport } from "../../ice/turn/allocation/allocation.ts";
import { createAuthority } from "../../server/certificate/authority.ts";
import { createLeaf } from "../../server/certificate/leaf.ts";
import type { Config } from "../../server/config/config.ts";
import { wallMs } from "../../server/net/clock.ts";
import { parseIp } from "../../server/net/ip_address.ts";
import type { RelayOutcome } from "./machine.ts";
import { type DoctorSeat, joinOwnServer, listeningHost } from "./own_server.ts";

const TIMEOUT_MS = 4_000;
const PAYLOAD = new TextEncoder().encode("The doctor relays to itself");

interface TurnCredential {
  readonly username: string;
  readonly password: string;
}

/** Tests every transport; null when the running server gives no seat. */
export async function testRelays(
  config: Config,
  isRunning: boolean,
): Promise<readonly RelayOutcome[] | null> {
  return isRunning ? await testRunning(config) : await testStarted(config);
}

async function testRunning(
  config: Config,
): Promise<readonly RelayOutcome[] | null> {
  const room = `doctor-${crypto.randomUUID()}`;
  const seats = [await openSeat(config, room), await openSeat(config, room)];
  try {
    const [a, b] = seats;
    if (!a || !b) return null;
    const outcomes: RelayOutcome[] = [];
    const { ice, tls, host } = config;
    for (const transport of ["udp", "tcp", "tls"] as const) {
      if (transport === "tls" && tls.kind === "off") continue;
      const port = transport === "tls" ? ice.tlsPort : ice.port;
      const server = { hostname: listeningHost(host), port };
      outcomes.push(
        await relayBetween(transport, server, a.credential, b.credential),
      );
    }
    return outcomes;
  } finally {
    for (const seat of seats) seat?.close();
  }
}

/** Joins the room; null when the server refuses or offers no relay. */
async function openSeat(config: Config, room: string) {
  const seat = await joinOwnServer(config, room);
  const credential = seat && readCredential(seat.message);
  if (credential) return { close: seat.close, credential };
  seat?.close();
  return null;
}

function readCredential(
  { event, data }: DoctorSeat["message"],
): TurnCredential | null {
  const iceServers = event === "welcome" ? Object(data).iceServers : null;
  if (!Array.isArray(iceServers)) return null;
  for (const { username, credential } of iceServers) {
    if (typeof username === "string" && typeof credential === "string") {
      return { username, password: credential };
    }
  }
  return null;
}

/** Sends a packet from the allocation of one member to that of the other. */
async function relayBetween(
  transport: ClientTransport,
  server: { readonly hostname: string; readonly port: number },
  ...credentials: readonly [TurnCredential, TurnCredential]
): Promise<RelayOutcome> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const cleanups: (() => void)[] = [];
  const fail = (
    step: "connect" | "allocate" | "relay",
    reason: string,
  ): RelayOutcome => ({ transport, step, reason });
  let step: "connect" | "relay" = "connect";
  try {
    const ends = [];
    for (const credential of credentials) {
      const connected = await withTimeout(
        connectTurnClient(transport, server, credential),
        signal,
      );
      cleanups.push(connected.close);
      const { client } = connected;
      const relayed = await client.allocate(signal);
      if (typeof relayed === "number") {
        return fail("allocate", `error ${relayed}`);
      }
      ends.push({ client, relayed });
    }
    step = "relay";
    const [a, b] = ends;
    if (!a || !b) throw new TypeError("Two clients were connected");
    for (const [from, to] of [[a, b], [b, a]] as const) {
      const refusal = await from.client.createPermission(to.relayed, signal);
      if (refusal !== null) return fail("relay", `error ${refusal}`);
    }
    const arrived = new Promise<void>((resolve) =>
      b.client.onData = () => resolve()
    );
    a.client.sendIndication(b.relayed, PAYLOAD);
    await withTimeout(arrived, signal);
    return { transport, step: "works" };
  } catch (error) {
    const isTimeout = signal.aborted;
    return fail(step, isTimeout ? "no answer in time" : messageOf(error));
  } finally {
    for (const cleanUp of cleanups) cleanUp();
  }
}

function withTimeout<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), {
      once: true,
    });
    promise.then(resolve, reject);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Tests the ports of the settings. Only the front of a running server serves TCP
 * and TLS on one port, so a shared one is tested for TLS by itself.
 */
async function testStarted(config: Config): Promise<readonly RelayOutcome[]> {
  const { ice, tls } = config;
  const tlsPort = tls.kind === "off" ? null : ice.tlsPort;
  const plain = { udp: ice.port, tcp: ice.port };
  const isShared = ice.isPagePort && ice.isTlsPagePort && tlsPort !== null;
  if (!isShared) return await testPorts(config, { ...plain, tls: tlsPort });
  return [
    ...await testPorts(config, { ...plain, tls: null }),
    ...await testPorts(config, { udp: null, tcp: null, tls: tlsPort }),
  ];
}

/** Starts a relay on these ports, and lets it test itself. */
async function testPorts(
  config: Config,
  ports: IceListenPorts,
): Promise<readonly RelayOutcome[]> {
  const { ice, tls } = config;
  const server = await startEmbeddedIceServer({
    hosts: await resolveHosts(config.host),
    ports,
    relayPorts: ice.relayPorts,
    credentials: { kind: "secret", secret: crypto.randomUUID() },
    certificate: tls.kind === "off" ? null : await createTestCertificate(),
    externalIps: ice.externalIps,
    allowPeers: ice.allowPeers,
    denyPeers: ice.denyPeers,
  });
  try {
    const results = await server.testRelays();
    const tested = new Set(results.map(({ transport }) => transport));
    return [
      ...results.map((result): RelayOutcome =>
        result.isOk ? { transport: result.transport, step: "works" } : {
          transport: result.transport,
          step: "relay",
          reason: result.reason,
        }
      ),
      ...uniqueFailures(server.listenFailures(), tested),
    ];
  } finally {
    await server.close();
  }
}

function uniqueFailures(
  failures: readonly {
    readonly transport: ClientTransport;
    readonly reason: string;
  }[],
  tested: ReadonlySet<ClientTransport>,
): RelayOutcome[] {
  const byTransport = new Map(
    failures.map(({ transport, reason }) => [transport, reason]),
  );
  return [...byTransport].filter(([transport]) => !tested.has(transport)).map((
    [transport, reason],
  ) => ({ transport, step: "connect", reason: `the port is ${reason}` }));
}

async function createTestCertificate() {
  const nowMs = wallMs();
  const authority = await createAuthority({
    hostName: "doctor",
    dns: ["localhost"],
    nowMs,
  });
  const names = { dns: ["localhost"], ips: ["127.0.0.1"] };
  return await createLeaf({ authority, names, nowMs });
}

async function resolveHosts(
  host: string | undefined,
): Promise<readonly string[] | "all"> {
  if (host === undefined || host === "0.0.0.0" || host === "::") return "all";
  if (parseIp(host) !== null) return [host];
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
