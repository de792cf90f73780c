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
  type Address,
  canonicalIp,
  type Family,
  familyOf,
} from "../server/net/ip_address.ts";
import { seatUser } from "./credentials/turn_credential.ts";
import type { IceEndpoints } from "./ice_servers.ts";
import { Seats } from "./policy/seat_registry.ts";
import { kindOf } from "./policy/special_ranges.ts";
import type {
  IceServer,
  IceServerOptions,
  IceStats,
  SeatFeed,
} from "./ice_server_options.ts";
import { DenoUdpEngine } from "./transport/deno_udp.ts";
import { interfaceAddresses } from "./transport/relay_interfaces.ts";
import { Listeners, type ListenProblem } from "./transport/turn_listeners.ts";
import { type SelfTestResult, testRelay } from "./transport/relay_check.ts";
import { StreamClients } from "./transport/stream_listener.ts";
import type { Certificate } from "./transport/stream_listener.ts";
import { DEFAULT_STREAM_LIMITS } from "./transport/stream_connection.ts";
import type { UdpEngine, UdpObserver } from "./transport/udp_engine.ts";
import type {
  ClientPath,
  ClientTransport,
} from "./turn/allocation/allocation.ts";
import type { TurnEffects } from "./turn/server/turn_context.ts";
import { DEFAULT_TURN_LIMITS } from "./turn/server/turn_limits.ts";
import { TurnServer } from "./turn/server/turn_server.ts";
import {
  directoryFor,
  SecretDirectory,
  TestableDirectory,
} from "./credentials/credential_store.ts";

export type { IceServer, IceServerOptions, IceStats, SeatFeed };

const SWEEP_MS = 1000;
const FOLLOW_EVERY_SWEEPS = 5;

/** Starts listening; ports that are taken are told by `problems()`. */
export async function startIceServer(
  options: IceServerOptions,
): Promise<IceServer> {
  const server = new RunningIceServer(options);
  await server.start();
  return server;
}

class RunningIceServer implements IceServer {
  readonly seats: SeatFeed;
  readonly #options: IceServerOptions;
  readonly #seats = new Seats();
  readonly #directory: ReturnType<typeof directoryFor>;
  readonly #users: TestableDirectory;
  readonly #turn: TurnServer;
  readonly #engine: UdpEngine;
  readonly #clients: StreamClients;
  readonly #listeners: Listeners;
  readonly #now: () => number;
  #addresses: readonly string[] = [];
  #own: ReadonlySet<string> = new Set();
  /** What answered when last looked at, as text; null before the start. */
  #answering: string | null = null;
  #version = 0;
  #sweeps = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: IceServerOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => Date.now());
    const realm = options.realm ?? "maru";
    this.#directory = directoryFor(options.credentials, realm);
    this.#users = new TestableDirectory(this.#directory);
    const observer: UdpObserver = {
      drop: (reason) => this.#turn.counters.drop(reason),
      failed: (error) => options.onFailure?.(error),
      nowMs: this.#now,
    };
    this.#engine = (options.makeEngine ??
      ((watcher) => new DenoUdpEngine(watcher)))(observer);
    this.#turn = new TurnServer({
      realm,
      limits: { ...DEFAULT_TURN_LIMITS, ...options.limits },
      relayPorts: options.relayPorts,
      ranges: {
        allow: options.allowPeers ?? [],
        deny: options.denyPeers ?? [],
      },
      machine: this.#machine(),
      seats: this.#seats,
      directory: this.#users,
      effects: this.#effects(),
    });
    this.#clients = new StreamClients(
      this.#turn,
      { ...DEFAULT_STREAM_LIMITS, ...options.streamLimits },
      observer,
    );
    this.#listeners = new Listeners({
      ports: options.ports,
      engine: this.#engine,
      turn: this.#turn,
      clients: this.#clients,
      certificate: options.certificate,
    });
    this.seats = this.#feed();
  }

  async start(): Promise<void> {
    await this.followAddresses();
    this.#timer = setInterval(() => this.#tick(), SWEEP_MS);
  }

  endpoints(): IceEndpoints {
    return this.#listeners.endpoints();
  }

  problems(): readonly ListenProblem[] {
    return this.#listeners.problems();
  }

  rememberUsername(username: string): void {
    if (this.#directory instanceof SecretDirectory) {
      this.#directory.remember(username);
    }
  }

  async setCertificate(certificate: Certificate): Promise<void> {
    await this.#listeners.setCertificate(certificate);
    this.#tellEndpoints();
  }

  acceptStream(
    stream: Duplex,
    peer: Address,
    local: Address,
    transport: "tcp" | "tls" = "tls",
  ): boolean {
    const remote = canonical(peer);
    const here = canonical(local);
    if (!remote || !here) return false;
    if (!this.#clients.admit(stream, remote.hostname)) return false;
    this.#clients.serve(stream, { transport, remote, local: here });
    return true;
  }

  stats(): IceStats {
    const { counters, load } = this.#turn;
    const { requests, challenges, relayed } = counters;
    return {
      ...load,
      seats: this.#seats.size,
      streams: this.#clients.size,
      requests,
      challenges,
      relayed: { ...relayed },
      drops: counters.drops(),
    };
  }

  async selfTest(): Promise<SelfTestResult[]> {
    const results: SelfTestResult[] = [];
    for (const transport of ["udp", "tcp", "tls"] as const) {
      const server = this.#listeners.first(transport);
      if (server) results.push(await this.#testOne(transport, server));
    }
    return results;
  }

  async followAddresses(): Promise<void> {
    const { hosts, listAddresses = interfaceAddresses } = this.#options;
    const { externalIps = [] } = this.#options;
    const machine = listAddresses();
    this.#addresses = hosts === "all"
      ? machine
      : [...new Set(hosts.flatMap((host) => addressesOf(host, machine)))];
    const own = new Set([...machine, ...this.#addresses, ...externalIps]);
    const isSame = own.size === this.#own.size &&
      [...own].every((hostname) => this.#own.has(hostname));
    if (!isSame) this.#version++;
    this.#own = own;
    await this.#listeners.follow(this.#addresses);
    this.#tellEndpoints();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#clients.close();
    this.#turn.close();
    this.#listeners.close();
    await this.#engine.close();
  }

  #tellEndpoints(): void {
    const before = this.#answering;
    this.#answering = JSON.stringify(this.endpoints());
    if (before === null || before === this.#answering) return;
    this.#options.onEndpointsChanged?.();
  }

  /** Two seats of a room of their own, both seen at the tested address. */
  async #testOne(
    transport: ClientTransport,
    server: Address,
  ): Promise<SelfTestResult> {
    const room = `self-test-${randomBytes(8).toString("hex")}`;
    const [asking, mate] = [`${room}-a`, `${room}-b`];
    for (const peerId of [asking, mate]) {
      const address = server.hostname;
      this.seats.opened({ peerId, room, address, isLoopback: true });
    }
    const password = randomBytes(16).toString("hex");
    const credential = { username: seatUser(asking), password };
    this.#users.admit(credential);
    try {
      return await testRelay(transport, server, credential);
    } finally {
      this.#users.admit(null);
      for (const peerId of [asking, mate]) this.seats.closed(peerId);
    }
  }

  #tick(): void {
    const nowMs = this.#now();
    this.#turn.sweep(nowMs);
    this.#clients.sweep(nowMs);
    this.#listeners.watch();
    this.#sweeps++;
    if (this.#sweeps % FOLLOW_EVERY_SWEEPS !== 0) return;
    this.followAddresses().catch((error) => this.#options.onFailure?.(error));
  }

  #feed(): SeatFeed {
    return {
      opened: (opening) => void this.#seats.open(opening),
      closed: (peerId) => {
        this.#seats.close(peerId);
        this.#turn.seatEnded(peerId);
      },
      candidate: (peerId, address) => this.#seats.candidate(peerId, address),
    };
  }

  #machine() {
    const version = () => this.#version;
    return {
      get version() {
        return version();
      },
      isOwnAddress: (hostname: string) => this.#own.has(hostname),
      isOwnPort: (port: number) =>
        this.#options.ownPorts?.().includes(port) === true ||
        this.#listeners.usesPort(port),
    };
  }

  #effects(): TurnEffects {
    return {
      bindRelay: (local, receiver) =>
        this.#engine.bind(local, "usual", receiver),
      relayHostname: (path, family) => this.#relayHostname(path, family),
      announced: (hostname) => this.#announced(hostname),
      randomBelow: (max) => randomInt(max),
      randomBytes: (length) => randomBytes(length),
    };
  }

  /** The address that the client reached, or for the other family our best one. */
  #relayHostname(path: ClientPath, family: Family): string | null {
    const { hostname } = path.local;
    if (familyOf(hostname) === family) return hostname;
    const kind = kindOf(hostname);
    const ours = this.#addresses.filter((ip) => familyOf(ip) === family);
    return ours.find((ip) => kindOf(ip) === kind) ??
      ours.find((ip) => kindOf(ip) !== "loopback") ?? null;
  }

  #announced(hostname: string): string {
    const { externalIps = [] } = this.#options;
    if (kindOf(hostname) === "loopback") return hostname;
    const family = familyOf(hostname);
    return externalIps.find((ip) => familyOf(ip) === family) ?? hostname;
  }
}

/** What a host of the settings stands for on this machine. */
function addressesOf(host: string, machine: readonly string[]): string[] {
  if (host === "localhost") return ["127.0.0.1", "::1"];
  if (host === "::" || host === "[::]") return [...machine];
  if (host === "0.0.0.0") {
    return machine.filter((ip) => familyOf(ip) === "ipv4");
  }
  const hostname = canonicalIp(host);
  return hostname === null ? [] : [hostname];
}

function canonical({ hostname, port }: Address): Address | null {
  const ip = canonicalIp(hostname);
  return ip === null ? null : { hostname: ip, port };
}
