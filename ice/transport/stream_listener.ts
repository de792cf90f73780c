/**
 * TCP and TLS clients of the TURN server, whichever port accepted them, and
 * their listeners.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import { ConnectionQuota } from "../../server/net/connection_quota.ts";
import type { TransportAddress } from "../../server/net/ip_address.ts";
import { networkKeyOf } from "../../server/net/network_key.ts";
import { type PemPair, PortListener } from "../../server/net/port_listener.ts";
import { TURN_ALPN_PROTOCOLS } from "../../server/net/turn_alpn.ts";
import type { RelayRefusalReporter } from "../turn/allocation/relay_refusal.ts";
import type { BindFailure } from "../turn/allocation/relayed_address_table.ts";
import type { TurnServer } from "../turn/server/turn_server.ts";
import { isOutOfDescriptors } from "./descriptor_error.ts";
import {
  type StreamAddresses,
  type StreamClientLimits,
  StreamConnection,
} from "./stream_connection.ts";
import type { UdpObserver } from "./udp_engine.ts";

/** All stream clients of the server. */
export class StreamClients {
  /** Limits of the connections. */
  readonly limits: StreamClientLimits;
  readonly #turn: TurnServer;
  readonly #observer: UdpObserver;
  readonly #connections = new Set<StreamConnection>();
  readonly #onRefusal: RelayRefusalReporter;
  /** Accepted sockets, unfinished handshakes included. */
  readonly #quota: ConnectionQuota;

  /** Creates a set without connections. */
  constructor(
    turn: TurnServer,
    limits: StreamClientLimits,
    observer: UdpObserver,
    onRefusal: RelayRefusalReporter,
  ) {
    this.#turn = turn;
    this.limits = limits;
    this.#observer = observer;
    this.#onRefusal = onRefusal;
    this.#quota = new ConnectionQuota(limits);
  }

  /** Number of open connections. */
  get size(): number {
    return this.#quota.total;
  }

  /** Time of the server, in milliseconds. */
  nowMs(): number {
    return this.#observer.nowMs();
  }

  /** Reports that a listener could not accept: node:net fails for want of descriptors. */
  reportListenerError(hostname: string): void {
    this.#onRefusal("relay-descriptors", hostname);
  }

  /** Counts a connection and returns the function that releases it; null above the limits. */
  acquireSlot(hostname: string): (() => void) | null {
    const network = networkKeyOf(hostname);
    if (this.#quota.acquire(network) === null) {
      return () => this.#quota.release(network);
    }
    this.#onRefusal("relay-streams-full", hostname);
    return null;
  }

  /** Counts a stream until it closes; closes it and returns false above the limits. */
  admit(stream: Duplex, hostname: string): boolean {
    const release = this.acquireSlot(hostname);
    if (release === null) stream.destroy();
    else stream.once("close", release);
    return release !== null;
  }

  /** Serves a counted stream whose handshake is complete. */
  serve(stream: Duplex, addresses: StreamAddresses): void {
    const connection = new StreamConnection(
      stream,
      addresses,
      this.#turn,
      this.limits,
      this.#observer,
    );
    this.#connections.add(connection);
    stream.on("error", () => connection.close());
    stream.on("end", () => connection.close());
    stream.once("close", () => {
      this.#connections.delete(connection);
      connection.close();
    });
  }

  /** Closes connections whose time limits have passed. */
  sweep(nowMs: number): void {
    for (const connection of [...this.#connections]) connection.sweep(nowMs);
  }

  /** Closes the connections to a local address that is gone. */
  closeByLocalAddress(hostname: string): void {
    for (const connection of [...this.#connections]) {
      if (connection.local.hostname === hostname) connection.close();
    }
  }

  /** Closes every connection. */
  close(): void {
    for (const connection of [...this.#connections]) connection.close();
  }
}

/** One listening socket of the TURN server. */
export class StreamListener {
  readonly #listener: PortListener;

  private constructor(
    listener: PortListener,
    readonly local: TransportAddress,
  ) {
    this.#listener = listener;
  }

  /** Listens for TLS with a certificate, and for plain TCP without one. */
  static async open(
    local: TransportAddress,
    clients: StreamClients,
    certificate: PemPair | null,
  ): Promise<StreamListener | BindFailure> {
    const transport = certificate === null ? "tcp" : "tls";
    const { hostname } = local;
    const listener = new PortListener({
      certificate,
      alpnProtocols: TURN_ALPN_PROTOCOLS,
      handshakeTimeoutMs: clients.limits.handshakeMs,
      acquireSlot: ({ hostname }) => clients.acquireSlot(hostname),
      onConnection: ({ stream, remote, local }) =>
        clients.serve(stream, { transport, remote, local }),
      onError: () => clients.reportListenerError(hostname),
      nowMs: () => clients.nowMs(),
    });
    try {
      const { port } = await listener.listen(local.port, hostname);
      return new StreamListener(listener, { hostname, port });
    } catch (error) {
      if (isOutOfDescriptors(error)) return "no-descriptors";
      const isTaken = error instanceof Error && "code" in error &&
        error.code === "EADDRINUSE";
      return isTaken ? "in-use" : "failed";
    }
  }

  /** Uses another certificate for new connections. */
  setCertificate(certificate: PemPair): void {
    this.#listener.setCertificate(certificate);
  }

  /** Enforces deadlines of handshakes and checks the listener; called once a second. */
  tick(): void {
    this.#listener.tick();
  }

  /** Stops listening; connections that are served stay open. */
  close(): void {
    this.#listener.close();
  }
}
