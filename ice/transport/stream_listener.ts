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
import type { BindFailure } from "../turn/allocation/relayed_address_table.ts";
import type { TurnServer } from "../turn/server/turn_server.ts";
import {
  type StreamAddresses,
  type StreamClientLimits,
  StreamConnection,
} from "./stream_connection.ts";
import type { UdpObserver } from "./udp_engine.ts";

/** All stream clients of the server. */
export class StreamClients {
  readonly limits: StreamClientLimits;
  readonly #turn: TurnServer;
  readonly #observer: UdpObserver;
  readonly #connections = new Set<StreamConnection>();
  /** Accepted sockets, unfinished handshakes included. */
  readonly #quota: ConnectionQuota;

  constructor(
    turn: TurnServer,
    limits: StreamClientLimits,
    observer: UdpObserver,
  ) {
    this.#turn = turn;
    this.limits = limits;
    this.#observer = observer;
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

  /** Counts a connection; null beyond the limits, otherwise the function that uncounts it. */
  acquireSlot(hostname: string): (() => void) | null {
    const network = networkKeyOf(hostname);
    return this.#quota.acquire(network) === null
      ? () => this.#quota.release(network)
      : null;
  }

  /** Counts a stream until it closes; closes it and returns false beyond the limits. */
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

  /** Closes connections that were silent or slow too long. */
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
    const listener = new PortListener({
      certificate,
      handshakeTimeoutMs: clients.limits.handshakeMs,
      acquireSlot: ({ hostname }) => clients.acquireSlot(hostname),
      onConnection: ({ stream, remote, local }) =>
        clients.serve(stream, { transport, remote, local }),
      onError: () => {},
      nowMs: () => clients.nowMs(),
    });
    const { hostname } = local;
    try {
      const { port } = await listener.listen(local.port, hostname);
      return new StreamListener(listener, { hostname, port });
    } catch (error) {
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
