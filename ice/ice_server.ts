/**
 * The embedded STUN and TURN server: connects the TURN server, the transports
 * and the seats of the rooms. Entry point of this directory.
 *
 * @module
 */
import { randomBytes, randomInt } from "node:crypto";
import type { Duplex } from "node:stream";
import {
  canonicalizeIp,
  type TransportAddress,
} from "../server/net/ip_address.ts";
import { monotonicMs, wallMs } from "../server/net/clock.ts";
import type { PemPair } from "../server/net/port_listener.ts";
import { formatSeatUser } from "./credentials/turn_credential.ts";
import type { IceEndpoints } from "./transport/ice_endpoints.ts";
import { RelaySeatRegistry } from "./policy/seat_registry.ts";
import { LocalAddresses } from "./local_addresses.ts";
import type {
  EmbeddedIceServer,
  EmbeddedIceServerOptions,
  EmbeddedIceServerStats,
  OpenedSeat,
  SeatEvents,
  SharedStreamPorts,
} from "./ice_server_options.ts";
import { DenoUdpEngine } from "./transport/deno_udp.ts";
import {
  listInterfaceAddresses,
  listLikelyGateways,
} from "./transport/relay_interfaces.ts";
import {
  IceListeners,
  type ListenFailure,
} from "./transport/turn_listeners.ts";
import { type RelayTestResult, testRelay } from "./transport/relay_check.ts";
import { isOutOfDescriptors } from "./transport/descriptor_error.ts";
import { StreamClients } from "./transport/stream_listener.ts";
import { DEFAULT_STREAM_CLIENT_LIMITS } from "./transport/stream_connection.ts";
import type { UdpEngine, UdpObserver } from "./transport/udp_engine.ts";
import type { ClientTransport } from "./turn/allocation/allocation.ts";
import type { RelayRefusal } from "./turn/allocation/relay_refusal.ts";
import type { LocalMachine } from "./turn/relay/relay_context.ts";
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
  OpenedSeat,
  SeatEvents,
};

const SWEEP_MS = 1000;
const SYNC_ADDRESSES_EVERY_SWEEPS = 5;

/** Starts listening; `listenFailures()` lists the ports that are in use. */
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
  readonly #addresses: LocalAddresses;
  /** Last known endpoints as JSON; null before the start. */
  #endpointsSnapshot: string | null = null;
  #sweeps = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: EmbeddedIceServerOptions) {
    this.#options = options;
    this.#now = options.now ?? monotonicMs;
    this.#addresses = new LocalAddresses({
      hosts: options.hosts,
      externalIps: options.externalIps ?? [],
      listAddresses: options.listAddresses ?? listInterfaceAddresses,
      listGateways: options.listGateways ?? listLikelyGateways,
    });
    const realm = options.realm ?? "maru";
    this.#baseCredentials = createCredentialStore(
      options.credentials,
      realm,
      options.isAnonymousServed,
    );
    this.#credentials = new WithTestUser(this.#baseCredentials);
    const observer: UdpObserver = {
      onDrop: (reason) => this.#turn.counters.countDrop(reason),
      onError: (error) => options.onError?.(error),
      nowMs: this.#now,
    };
    this.#engine = options.createUdpEngine?.(observer) ??
      new DenoUdpEngine(observer);
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
      (cause, hostname) => this.#reportRefusal(cause, hostname),
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

  learnHost(host: string): void {
    if (this.#addresses.learnHost(host)) this.#seats.invalidateAll();
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
    const localAddress = canonicalizeAddress(local);
    if (!remote || !localAddress) return false;
    if (!this.#clients.admit(stream, remote.hostname)) return false;
    this.#clients.serve(stream, { transport, remote, local: localAddress });
    return true;
  }

  stats(): EmbeddedIceServerStats {
    const { counters, usage } = this.#turn;
    const { requests, challenges, relayed, relayedBy } = counters;
    return {
      ...usage,
      seats: this.#seats.size,
      streams: this.#clients.size,
      requests,
      challenges,
      allocationsBy: this.#turn.allocationsByTransport(),
      relayed,
      relayedBy: structuredClone(relayedBy),
      drops: counters.dropCounts(),
      refusals: counters.refusalCounts(),
    };
  }

  async testRelays(
    sharedPorts: SharedStreamPorts = {},
  ): Promise<RelayTestResult[]> {
    const results: RelayTestResult[] = [];
    const udp = this.#listeners.firstAddress("udp");
    const sharedAddress = (port: number | undefined) =>
      udp === null || port === undefined
        ? null
        : { hostname: udp.hostname, port };
    const servers = {
      udp,
      tcp: this.#listeners.firstAddress("tcp") ??
        sharedAddress(sharedPorts.tcp),
      tls: this.#listeners.firstAddress("tls") ??
        sharedAddress(sharedPorts.tls),
    };
    for (const transport of ["udp", "tcp", "tls"] as const) {
      const server = servers[transport];
      if (server) results.push(await this.#testTransport(transport, server));
    }
    return results;
  }

  startDraining(): void {
    this.#turn.startDraining();
  }

  async syncAddresses(): Promise<void> {
    if (this.#addresses.update()) this.#seats.invalidateAll();
    await this.#listeners.syncAddresses(this.#addresses.listening);
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

  /** Tests with two seats of a temporary room, both seen at the tested address. */
  async #testTransport(
    transport: ClientTransport,
    server: TransportAddress,
  ): Promise<RelayTestResult> {
    const room = `relay-check-${randomBytes(8).toString("hex")}`;
    const [client, roomMate] = [`${room}-a`, `${room}-b`];
    for (const memberId of [client, roomMate]) {
      const address = server.hostname;
      this.seatEvents.seatOpened({
        memberId,
        room,
        address,
        isLoopback: true,
        host: server.hostname,
      });
    }
    const password = randomBytes(16).toString("hex");
    const credential = { username: formatSeatUser(client), password };
    this.#credentials.setTestUser(credential);
    try {
      return await testRelay(transport, server, credential);
    } finally {
      this.#credentials.setTestUser(null);
      for (const memberId of [client, roomMate]) {
        this.seatEvents.seatClosed(memberId);
      }
    }
  }

  #tick(): void {
    const nowMs = this.#now();
    this.#turn.sweep(nowMs);
    this.#clients.sweep(nowMs);
    this.#listeners.tick();
    this.#sweeps++;
    if (this.#sweeps % SYNC_ADDRESSES_EVERY_SWEEPS !== 0) return;
    this.syncAddresses().catch((error) => {
      if (isOutOfDescriptors(error)) this.#reportRefusal("relay-descriptors");
      else this.#options.onError?.(error);
    });
  }

  /** Counts and reports a refusal outside the TURN server. */
  #reportRefusal(cause: RelayRefusal, hostname = ""): void {
    this.#turn.counters.countRefusal(cause);
    this.#options.onRefusal?.(cause, hostname);
  }

  #createSeatEvents(): SeatEvents {
    return {
      seatOpened: ({ host, ...seat }) => {
        this.learnHost(host);
        const usesOwnHost = this.#addresses.isOwnHost(host);
        this.#seats.openSeat({ ...seat, usesOwnHost });
      },
      seatClosed: (memberId) => {
        this.#seats.closeSeat(memberId);
        this.#turn.seatClosed(memberId);
      },
      candidateSignalled: (memberId, address) =>
        this.#seats.addCandidateAddress(memberId, address),
    };
  }

  #createLocalMachine(): LocalMachine {
    const addresses = this.#addresses;
    return {
      isOwnAddress: (hostname) => addresses.isOwn(hostname),
      isTranslator: (hostname) => addresses.isTranslator(hostname),
      isOwnPort: (port) =>
        this.#options.ownPorts?.().includes(port) === true ||
        this.#listeners.isListeningPort(port),
    };
  }

  #createEffects(): TurnEffects {
    return {
      bindRelay: (local, receiver) =>
        this.#engine.bind(local, "usual", receiver),
      relayHostname: ({ local }, family) =>
        this.#addresses.relayHostname(local.hostname, family),
      externalAddressOf: (hostname) =>
        this.#addresses.externalAddressOf(hostname),
      unixMs: wallMs,
      onRefusal: (cause, hostname) =>
        this.#options.onRefusal?.(cause, hostname),
      randomBelow: (max) => randomInt(max),
      randomBytes: (length) => randomBytes(length),
    };
  }
}

function canonicalizeAddress(
  { hostname, port }: TransportAddress,
): TransportAddress | null {
  const ip = canonicalizeIp(hostname);
  return ip === null ? null : { hostname: ip, port };
}
