/**
 * The listening sockets of the server: one per local address and transport,
 * following the addresses as they come and go.
 *
 * @module
 */
import type { Address } from "../../server/net/ip_address.ts";
import type { IceEndpoints } from "../ice_servers.ts";
import type { TurnServer } from "../turn/server/turn_server.ts";
import {
  type Certificate,
  type StreamClients,
  StreamListener,
} from "./stream_listener.ts";
import type { UdpEngine } from "./udp_engine.ts";
import { UdpListener } from "./udp_listener.ts";

/** Ports of the three transports; null turns one off, 0 lets the system choose. */
export interface IcePorts {
  readonly udp: number | null;
  readonly tcp: number | null;
  readonly tls: number | null;
}

/** An address and port on which we could not listen. */
export interface ListenProblem {
  readonly transport: keyof IcePorts;
  readonly hostname: string;
  readonly port: number;
  readonly reason: "in-use" | "failed";
}

/** What the listeners are made of. */
export interface ListenersOptions {
  readonly ports: IcePorts;
  readonly engine: UdpEngine;
  readonly turn: TurnServer;
  readonly clients: StreamClients;
  readonly certificate: Certificate | null;
}

type Listener = UdpListener | StreamListener;

const TRANSPORTS = ["udp", "tcp", "tls"] as const;

/** Opens and closes listeners so that they match a list of addresses. */
export class Listeners {
  readonly #options: ListenersOptions;
  readonly #ports: Record<keyof IcePorts, number | null>;
  readonly #open: Record<keyof IcePorts, Map<string, Listener>> = {
    udp: new Map(),
    tcp: new Map(),
    tls: new Map(),
  };
  #certificate: Certificate | null;
  #problems: ListenProblem[] = [];
  #isFollowing = false;
  #isClosed = false;

  constructor(options: ListenersOptions) {
    this.#options = options;
    this.#ports = { ...options.ports };
    this.#certificate = options.certificate;
  }

  /** What answers right now. */
  endpoints(): IceEndpoints {
    const portOf = (transport: keyof IcePorts) => {
      const port = this.#ports[transport];
      return this.#open[transport].size > 0 && port !== null ? [port] : [];
    };
    return { udp: portOf("udp"), tcp: portOf("tcp"), tls: portOf("tls") };
  }

  /** Whether a port is one that this server listens on. */
  usesPort(port: number): boolean {
    const { udp, tcp, tls } = this.#ports;
    return port === udp || port === tcp || port === tls;
  }

  /** Where we could not listen when last tried. */
  problems(): readonly ListenProblem[] {
    return this.#problems;
  }

  /** The first address on which a transport answers, null when none does. */
  first(transport: keyof IcePorts): Address | null {
    const [listener] = this.#open[transport].values();
    return listener?.local ?? null;
  }

  /** Listens on exactly these addresses; what fails is tried again next time. */
  async follow(hostnames: readonly string[]): Promise<void> {
    if (this.#isFollowing || this.#isClosed) return;
    this.#isFollowing = true;
    const problems: ListenProblem[] = [];
    try {
      this.#dropFailed();
      for (const transport of TRANSPORTS) {
        this.#leave(transport, hostnames);
        for (const hostname of hostnames) {
          const problem = await this.#listen(transport, hostname);
          if (problem) problems.push(problem);
        }
      }
    } finally {
      this.#isFollowing = false;
    }
    this.#problems = problems;
  }

  /** Once a second: finds the listeners of streams that went deaf. */
  watch(): void {
    const { tcp, tls } = this.#open;
    for (const listener of [...tcp.values(), ...tls.values()]) {
      if (listener instanceof StreamListener) listener.watch();
    }
  }

  /** Uses another certificate; the first one lets TLS begin. */
  async setCertificate(certificate: Certificate): Promise<void> {
    const hadNone = this.#certificate === null;
    this.#certificate = certificate;
    for (const listener of this.#open.tls.values()) {
      if (listener instanceof StreamListener) {
        listener.setCertificate(certificate);
      }
    }
    if (hadNone) {
      await this.follow([
        ...new Set([...this.#open.udp.keys(), ...this.#open.tcp.keys()]),
      ]);
    }
  }

  /** Stops listening everywhere. */
  close(): void {
    this.#isClosed = true;
    for (const transport of TRANSPORTS) {
      const listeners = [...this.#open[transport].values()];
      this.#open[transport].clear();
      for (const listener of listeners) listener.close();
    }
  }

  /** Closes sockets that the engine gave up, so that they are bound anew. */
  #dropFailed(): void {
    for (const [hostname, listener] of this.#open.udp) {
      if (!(listener instanceof UdpListener && listener.hasFailed)) continue;
      this.#open.udp.delete(hostname);
      listener.close();
    }
  }

  /** Closes what is bound to addresses that are gone, and who came in there. */
  #leave(transport: keyof IcePorts, hostnames: readonly string[]): void {
    for (const [hostname, listener] of this.#open[transport]) {
      if (hostnames.includes(hostname)) continue;
      this.#open[transport].delete(hostname);
      listener.close();
      this.#options.clients.closeAt(hostname);
    }
  }

  async #listen(
    transport: keyof IcePorts,
    hostname: string,
  ): Promise<ListenProblem | null> {
    const port = this.#ports[transport];
    const open = this.#open[transport];
    if (port === null || open.has(hostname)) return null;
    if (transport === "tls" && !this.#certificate) return null;
    const local = { hostname, port };
    const { engine, turn, clients } = this.#options;
    const listener = transport === "udp"
      ? UdpListener.open(engine, local, turn)
      : await StreamListener.open(
        local,
        clients,
        transport === "tls" ? this.#certificate : null,
      );
    if (typeof listener === "string") {
      return { transport, hostname, port, reason: listener };
    }
    if (this.#isClosed) {
      listener.close();
      return null;
    }
    open.set(hostname, listener);
    this.#ports[transport] = listener.local.port;
    return null;
  }
}
