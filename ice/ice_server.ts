/**
 * Maru's own STUN and TURN server: puts the core, the transports and what the
 * relay knows about the rooms together. The one entry of this directory for
 * whoever runs a server.
 *
 * @module
 */
import { randomBytes, randomInt } from "node:crypto";
import type { Duplex } from "node:stream";
import {
  type AddressFamily,
  addressFamilyOf,
  canonicalizeIp,
  type TransportAddress,
} from "../server/net/ip_address.ts";
import type { PemPair } from "../server/net/port_listener.ts";
import { formatSeatUser } from "./credentials/turn_credential.ts";
import type { IceEndpoints } from "./ice_servers.ts";
import { RelaySeatRegistry } from "./policy/seat_registry.ts";
import { classifyAddress } from "./policy/special_ranges.ts";
import type {
  EmbeddedIceServer,
  EmbeddedIceServerOptions,
  EmbeddedIceServerStats,
  SeatEvents,
} from "./ice_server_options.ts";
import { DenoUdpEngine } from "./transport/deno_udp.ts";
import { listInterfaceAddresses } from "./transport/relay_interfaces.ts";
import {
  IceListeners,
  type ListenFailure,
} from "./transport/turn_listeners.ts";
import { type RelayTestResult, testRelay } from "./transport/relay_check.ts";
import { StreamClients } from "./transport/stream_listener.ts";
import { DEFAULT_STREAM_CLIENT_LIMITS } from "./transport/stream_connection.ts";
import type { UdpEngine, UdpObserver } from "./transport/udp_engine.ts";
import type {
  ClientTransport,
  FiveTuple,
} from "./turn/allocation/allocation.ts";
import type { TurnEffects } from "./turn/server/turn_context.ts";
import { DEFAULT_TURN_LIMITS } from "./turn/server/turn_limits.ts";
import { TurnServer } from "./turn/server/turn_server.ts";
import {
  createCredentialStore,
  SharedSecretCredentialStore,
  WithTestUser,
} from "./credentials/credential_store.ts";

export type {
  EmbeddedIceServer,
  EmbeddedIceServerOptions,
  EmbeddedIceServerStats,
  SeatEvents,
};

const SWEEP_MS = 1000;
const SYNC_ADDRESSES_EVERY_SWEEPS = 5;

/** Starts listening; ports that are taken are told by `problems()`. */
export async function startEmbeddedIceServer(
  options: EmbeddedIceServerOptions,
): Promise<EmbeddedIceServer> {
  const server = new RunningIceServer(options);
  await server.start();
  return server;
}

class RunningIceServer implements EmbeddedIceServer {
  readonly seatEvents: SeatEvents;
  readonly #options: EmbeddedIceServerOptions;
  readonly #seats = new RelaySeatRegistry();
  readonly #baseCredentials: ReturnType<typeof createCredentialStore>;
  readonly #credentials: WithTestUser;
  readonly #turn: TurnServer;
  readonly #engine: UdpEngine;
  readonly #clients: StreamClients;
  readonly #listeners: IceListeners;
  readonly #now: () => number;
  #addresses: readonly string[] = [];
  #ownAddresses: ReadonlySet<string> = new Set();
  /** What answered when last looked at, as text; null before the start. */
  #endpointsSnapshot: string | null = null;
  #addressesVersion = 0;
  #sweeps = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: EmbeddedIceServerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => Date.now());
    const realm = options.realm ?? "maru";
    this.#baseCredentials = createCredentialStore(options.credentials, realm);
    this.#credentials = new WithTestUser(this.#baseCredentials);
    const observer: UdpObserver = {
      onDrop: (reason) => this.#turn.counters.countDrop(reason),
      onError: (error) => options.onError?.(error),
      nowMs: this.#now,
    };
    this.#engine = (options.createUdpEngine ??
      ((watcher) => new DenoUdpEngine(watcher)))(observer);
    this.#turn = new TurnServer({
      realm,
      limits: { ...DEFAULT_TURN_LIMITS, ...options.limits },
      relayPorts: options.relayPorts,
      ranges: {
        allow: options.allowPeers ?? [],
        deny: options.denyPeers ?? [],
      },
      machine: this.#createLocalMachine(),
      seats: this.#seats,
      credentials: this.#credentials,
      effects: this.#createEffects(),
    });
    this.#clients = new StreamClients(
      this.#turn,
      { ...DEFAULT_STREAM_CLIENT_LIMITS, ...options.streamLimits },
      observer,
    );
    this.#listeners = new IceListeners({
      ports: options.ports,
      engine: this.#engine,
      turn: this.#turn,
      clients: this.#clients,
      certificate: options.certificate,
    });
    this.seatEvents = this.#createSeatEvents();
  }

  async start(): Promise<void> {
    await this.syncAddresses();
    this.#timer = setInterval(() => this.#tick(), SWEEP_MS);
  }

  endpoints(): IceEndpoints {
    return this.#listeners.endpoints();
  }

  listenFailures(): readonly ListenFailure[] {
    return this.#listeners.failures();
  }

  registerUsername(username: string): void {
    if (this.#baseCredentials instanceof SharedSecretCredentialStore) {
      this.#baseCredentials.addUsername(username);
    }
  }

  async setCertificate(certificate: PemPair): Promise<void> {
    await this.#listeners.setCertificate(certificate);
    this.#notifyEndpointsChanged();
  }

  acceptStream(
    stream: Duplex,
    peer: TransportAddress,
    local: TransportAddress,
    transport: "tcp" | "tls" = "tls",
  ): boolean {
    const remote = canonicalizeAddress(peer);
    const here = canonicalizeAddress(local);
    if (!remote || !here) return false;
    if (!this.#clients.admit(stream, remote.hostname)) return false;
    this.#clients.serve(stream, { transport, remote, local: here });
    return true;
  }

  stats(): EmbeddedIceServerStats {
    const { counters, usage } = this.#turn;
    const { requests, challenges, relayed } = counters;
    return {
      ...usage,
      seats: this.#seats.size,
      streams: this.#clients.size,
      requests,
      challenges,
      relayed: { ...relayed },
      drops: counters.dropCounts(),
    };
  }

  async testRelays(): Promise<RelayTestResult[]> {
    const results: RelayTestResult[] = [];
    for (const transport of ["udp", "tcp", "tls"] as const) {
      const server = this.#listeners.firstAddress(transport);
      if (server) results.push(await this.#testTransport(transport, server));
    }
    return results;
  }

  async syncAddresses(): Promise<void> {
    const { hosts, listAddresses = listInterfaceAddresses } = this.#options;
    const { externalIps = [] } = this.#options;
    const machine = listAddresses();
    this.#addresses = hosts === "all" ? machine : [
      ...new Set(
        hosts.flatMap((host) => resolveHostAddresses(host, machine)),
      ),
    ];
    const own = new Set([...machine, ...this.#addresses, ...externalIps]);
    const isSame = own.size === this.#ownAddresses.size &&
      [...own].every((hostname) => this.#ownAddresses.has(hostname));
    if (!isSame) this.#addressesVersion++;
    this.#ownAddresses = own;
    await this.#listeners.syncAddresses(this.#addresses);
    this.#notifyEndpointsChanged();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#clients.close();
    this.#turn.close();
    this.#listeners.close();
    await this.#engine.close();
  }

  #notifyEndpointsChanged(): void {
    const before = this.#endpointsSnapshot;
    this.#endpointsSnapshot = JSON.stringify(this.endpoints());
    if (before === null || before === this.#endpointsSnapshot) return;
    this.#options.onEndpointsChanged?.();
  }

  /** Two seats of a room of their own, both seen at the tested address. */
  async #testTransport(
    transport: ClientTransport,
    server: TransportAddress,
  ): Promise<RelayTestResult> {
    const room = `self-test-${randomBytes(8).toString("hex")}`;
    const [asking, mate] = [`${room}-a`, `${room}-b`];
    for (const peerId of [asking, mate]) {
      const address = server.hostname;
      this.seatEvents.seatOpened({
        memberId: peerId,
        room,
        address,
        isLoopback: true,
      });
    }
    const password = randomBytes(16).toString("hex");
    const credential = { username: formatSeatUser(asking), password };
    this.#credentials.setTestUser(credential);
    try {
      return await testRelay(transport, server, credential);
    } finally {
      this.#credentials.setTestUser(null);
      for (const peerId of [asking, mate]) this.seatEvents.seatClosed(peerId);
    }
  }

  #tick(): void {
    const nowMs = this.#now();
    this.#turn.sweep(nowMs);
    this.#clients.sweep(nowMs);
    this.#listeners.tick();
    this.#sweeps++;
    if (this.#sweeps % SYNC_ADDRESSES_EVERY_SWEEPS !== 0) return;
    this.syncAddresses().catch((error) => this.#options.onError?.(error));
  }

  #createSeatEvents(): SeatEvents {
    return {
      seatOpened: (opening) => void this.#seats.openSeat(opening),
      seatClosed: (peerId) => {
        this.#seats.closeSeat(peerId);
        this.#turn.seatClosed(peerId);
      },
      candidateSignalled: (peerId, address) =>
        this.#seats.addCandidateAddress(peerId, address),
    };
  }

  #createLocalMachine() {
    const version = () => this.#addressesVersion;
    return {
      get version() {
        return version();
      },
      isOwnAddress: (hostname: string) => this.#ownAddresses.has(hostname),
      isOwnPort: (port: number) =>
        this.#options.ownPorts?.().includes(port) === true ||
        this.#listeners.isListeningPort(port),
    };
  }

  #createEffects(): TurnEffects {
    return {
      bindRelay: (local, receiver) =>
        this.#engine.bind(local, "usual", receiver),
      relayHostname: (path, family) => this.#relayHostname(path, family),
      externalAddressOf: (hostname) => this.#externalAddressOf(hostname),
      randomBelow: (max) => randomInt(max),
      randomBytes: (length) => randomBytes(length),
    };
  }

  /** The address that the client reached, or for the other family our best one. */
  #relayHostname(path: FiveTuple, family: AddressFamily): string | null {
    const { hostname } = path.local;
    if (addressFamilyOf(hostname) === family) return hostname;
    const kind = classifyAddress(hostname);
    const ours = this.#addresses.filter((ip) => addressFamilyOf(ip) === family);
    return ours.find((ip) => classifyAddress(ip) === kind) ??
      ours.find((ip) => classifyAddress(ip) !== "loopback") ?? null;
  }

  #externalAddressOf(hostname: string): string {
    const { externalIps = [] } = this.#options;
    if (classifyAddress(hostname) === "loopback") return hostname;
    const family = addressFamilyOf(hostname);
    return externalIps.find((ip) => addressFamilyOf(ip) === family) ?? hostname;
  }
}

/** What a host of the settings stands for on this machine. */
function resolveHostAddresses(
  host: string,
  machine: readonly string[],
): string[] {
  if (host === "localhost") return ["127.0.0.1", "::1"];
  if (host === "::" || host === "[::]") return [...machine];
  if (host === "0.0.0.0") {
    return machine.filter((ip) => addressFamilyOf(ip) === "ipv4");
  }
  const hostname = canonicalizeIp(host);
  return hostname === null ? [] : [hostname];
}

function canonicalizeAddress(
  { hostname, port }: TransportAddress,
): TransportAddress | null {
  const ip = canonicalizeIp(hostname);
  return ip === null ? null : { hostname: ip, port };
}
