/**
 * Listening sockets of the server: one per local address and transport, kept in
 * step with the addresses of the machine.
 *
 * @module
 */
import type { TransportAddress } from "../../server/net/ip_address.ts";
import type { PemPair } from "../../server/net/port_listener.ts";
import type { IceEndpoints } from "./ice_endpoints.ts";
import type { BindFailure } from "../turn/allocation/relayed_address_table.ts";
import type { TurnServer } from "../turn/server/turn_server.ts";
import { type StreamClients, StreamListener } from "./stream_listener.ts";
import type { UdpEngine } from "./udp_engine.ts";
import { UdpListener } from "./udp_listener.ts";

/** Ports of the transports; null turns one off, 0 means any free port. */
export interface IceListenPorts {
  /** STUN and TURN over UDP. */
  readonly udp: number | null;
  /** TURN over TCP. */
  readonly tcp: number | null;
  /** TURN over TLS. */
  readonly tls: number | null;
}

/** An address and port that could not be listened on. */
export interface ListenFailure {
  /** Transport of the port. */
  readonly transport: keyof IceListenPorts;
  /** Local address. */
  readonly hostname: string;
  /** Port of the settings. */
  readonly port: number;
  /** Why the port could not be bound. */
  readonly reason: BindFailure;
}

/** Parts and settings of the listeners. */
export interface IceListenersOptions {
  /** Ports to listen on. */
  readonly ports: IceListenPorts;
  /** Engine of the UDP sockets. */
  readonly engine: UdpEngine;
  /** Server that handles the messages. */
  readonly turn: TurnServer;
  /** Clients over TCP and TLS. */
  readonly clients: StreamClients;
  /** Null turns TLS off until {@linkcode IceListeners.setCertificate}. */
  readonly certificate: PemPair | null;
}

type Listener = UdpListener | StreamListener;

const TRANSPORTS = ["udp", "tcp", "tls"] as const;

/** Opens and closes listeners so that they match a list of addresses. */
export class IceListeners {
  readonly #options: IceListenersOptions;
  readonly #ports: Record<keyof IceListenPorts, number | null>;
  readonly #listeners: Record<keyof IceListenPorts, Map<string, Listener>> = {
    udp: new Map(),
    tcp: new Map(),
    tls: new Map(),
  };
  #certificate: PemPair | null;
  #failures: ListenFailure[] = [];
  #isSyncing = false;
  #isClosed = false;

  /** Creates listeners that {@linkcode syncAddresses} opens. */
  constructor(options: IceListenersOptions) {
    this.#options = options;
    this.#ports = { ...options.ports };
    this.#certificate = options.certificate;
  }

  /** Ports that answer now. */
  endpoints(): IceEndpoints {
    const portOf = (transport: keyof IceListenPorts) => {
      const port = this.#ports[transport];
      return this.#listeners[transport].size > 0 && port !== null ? [port] : [];
    };
    return { udp: portOf("udp"), tcp: portOf("tcp"), tls: portOf("tls") };
  }

  /** Whether this server listens on the port. */
  isListeningPort(port: number): boolean {
    const { udp, tcp, tls } = this.#ports;
    return port === udp || port === tcp || port === tls;
  }

  /** Failures of the last {@linkcode syncAddresses}. */
  failures(): readonly ListenFailure[] {
    return this.#failures;
  }

  /** First address at which a transport answers; null when none does. */
  firstAddress(transport: keyof IceListenPorts): TransportAddress | null {
    const [listener] = this.#listeners[transport].values();
    return listener?.local ?? null;
  }

  /** Listens on exactly these addresses; the next call retries failures. */
  async syncAddresses(hostnames: readonly string[]): Promise<void> {
    if (this.#isSyncing || this.#isClosed) return;
    this.#isSyncing = true;
    const failures: ListenFailure[] = [];
    try {
      this.#closeFailed();
      for (const transport of TRANSPORTS) {
        this.#closeRemovedAddresses(transport, hostnames);
        for (const hostname of hostnames) {
          const failure = await this.#listen(transport, hostname);
          if (failure) failures.push(failure);
        }
      }
    } finally {
      this.#isSyncing = false;
    }
    this.#failures = failures;
  }

  /** Lets the stream listeners check themselves; called once a second. */
  tick(): void {
    const { tcp, tls } = this.#listeners;
    for (const listener of [...tcp.values(), ...tls.values()]) {
      if (listener instanceof StreamListener) listener.tick();
    }
  }

  /** Replaces the certificate; the first one starts TLS. */
  async setCertificate(certificate: PemPair): Promise<void> {
    const hadNone = this.#certificate === null;
    this.#certificate = certificate;
    for (const listener of this.#listeners.tls.values()) {
      if (listener instanceof StreamListener) {
        listener.setCertificate(certificate);
      }
    }
    if (hadNone) {
      await this.syncAddresses([
        ...new Set([
          ...this.#listeners.udp.keys(),
          ...this.#listeners.tcp.keys(),
        ]),
      ]);
    }
  }

  /** Stops listening everywhere. */
  close(): void {
    this.#isClosed = true;
    for (const transport of TRANSPORTS) {
      const listeners = [...this.#listeners[transport].values()];
      this.#listeners[transport].clear();
      for (const listener of listeners) listener.close();
    }
  }

  /** Closes sockets that stopped receiving, so that they are bound again. */
  #closeFailed(): void {
    for (const [hostname, listener] of this.#listeners.udp) {
      if (!(listener instanceof UdpListener && listener.hasFailed)) continue;
      this.#listeners.udp.delete(hostname);
      listener.close();
    }
  }

  /** Closes listeners and connections of addresses that are gone. */
  #closeRemovedAddresses(
    transport: keyof IceListenPorts,
    hostnames: readonly string[],
  ): void {
    for (const [hostname, listener] of this.#listeners[transport]) {
      if (hostnames.includes(hostname)) continue;
      this.#listeners[transport].delete(hostname);
      listener.close();
      this.#options.clients.closeByLocalAddress(hostname);
    }
  }

  async #listen(
    transport: keyof IceListenPorts,
    hostname: string,
  ): Promise<ListenFailure | null> {
    const port = this.#ports[transport];
    const open = this.#listeners[transport];
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
