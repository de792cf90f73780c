/**
 * TCP and TLS listeners of the TURN server: accept within the limits, hand
 * each connection to a path, follow the certificate.
 *
 * @module
 */
import net from "node:net";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import {
  canonicalizeIp,
  formatAddress,
  type TransportAddress,
} from "../../server/net/ip_address.ts";
import type { BindFailure } from "../turn/allocation/relayed_address_table.ts";
import { networkKeyOf } from "../../server/net/network_key.ts";
import type { TurnServer } from "../turn/server/turn_server.ts";
import { ListenerWatchdog } from "../../server/net/listener_watchdog.ts";
import {
  type StreamAddresses,
  type StreamClientLimits,
  StreamConnection,
} from "./stream_connection.ts";
import type { UdpObserver } from "./udp_engine.ts";

/** PEM texts of a certificate chain and its key. */
export interface TlsCertificate {
  readonly cert: string;
  readonly key: string;
}

interface PendingHandshake {
  readonly socket: Duplex;
  readonly sinceMs: number;
}

/** All stream clients of the server, whoever accepted them. */
export class StreamClients {
  readonly #turn: TurnServer;
  readonly #limits: StreamClientLimits;
  readonly #observer: UdpObserver;
  readonly #connections = new Set<StreamConnection>();
  /** Accepted sockets by source network, unfinished handshakes included. */
  readonly #countByNetwork = new Map<string, number>();
  /** TLS handshakes under way, by client address. */
  readonly #handshakes = new Map<string, PendingHandshake>();
  #total = 0;

  constructor(
    turn: TurnServer,
    limits: StreamClientLimits,
    observer: UdpObserver,
  ) {
    this.#turn = turn;
    this.#limits = limits;
    this.#observer = observer;
  }

  /** Open connections. */
  get size(): number {
    return this.#total;
  }

  /** Counts a raw socket until it closes; false, and cut, beyond the limits. */
  admit(stream: Duplex, hostname: string): boolean {
    const network = networkKeyOf(hostname);
    const count = (this.#countByNetwork.get(network) ?? 0) + 1;
    const { maxConnections, maxConnectionsPerAddress } = this.#limits;
    if (count > maxConnectionsPerAddress || this.#total >= maxConnections) {
      stream.destroy();
      return false;
    }
    this.#countByNetwork.set(network, count);
    this.#total++;
    stream.once("close", () => {
      this.#total--;
      const left = (this.#countByNetwork.get(network) ?? 0) - 1;
      if (left > 0) this.#countByNetwork.set(network, left);
      else this.#countByNetwork.delete(network);
    });
    return true;
  }

  /** Waits for the handshake of a raw socket, not longer than the limit. */
  expectHandshake(socket: Duplex, remote: TransportAddress): void {
    const key = formatAddress(remote);
    this.#handshakes.set(key, { socket, sinceMs: this.#observer.nowMs() });
    socket.once("close", () => this.#handshakes.delete(key));
  }

  /** Serves an admitted stream whose handshake is done. */
  serve(stream: Duplex, ends: StreamAddresses): void {
    this.#handshakes.delete(formatAddress(ends.remote));
    const path = new StreamConnection(
      stream,
      ends,
      this.#turn,
      this.#limits,
      this.#observer,
    );
    this.#connections.add(path);
    stream.on("error", () => path.close());
    stream.on("end", () => path.close());
    stream.once("close", () => {
      this.#connections.delete(path);
      path.close();
    });
  }

  /** Closes who was silent or slow too long. */
  sweep(nowMs: number): void {
    for (const path of [...this.#connections]) path.sweep(nowMs);
    for (const [key, { socket, sinceMs }] of this.#handshakes) {
      if (nowMs - sinceMs < this.#limits.handshakeMs) continue;
      this.#handshakes.delete(key);
      socket.destroy();
    }
  }

  /** Closes who came in by a local address that is gone. */
  closeByLocalAddress(hostname: string): void {
    for (const path of [...this.#connections]) {
      if (path.local.hostname === hostname) path.close();
    }
  }

  /** Closes everyone. */
  close(): void {
    for (const path of [...this.#connections]) path.close();
    for (const { socket } of this.#handshakes.values()) socket.destroy();
    this.#handshakes.clear();
  }
}

/** One listening socket. */
export class StreamListener {
  readonly #server: net.Server;
  readonly #watchdog = new ListenerWatchdog();

  private constructor(server: net.Server, readonly local: TransportAddress) {
    this.#server = server;
    server.on("connection", () => this.#watchdog.connectionSeen());
  }

  /** Listens for plain TCP, or for TLS when a certificate is given. */
  static open(
    local: TransportAddress,
    clients: StreamClients,
    certificate: TlsCertificate | null,
  ): Promise<StreamListener | BindFailure> {
    const server = certificate
      ? tls.createServer({ ...certificate })
      : net.createServer();
    const transport = certificate ? "tls" : "tcp";
    server.on("connection", (socket: net.Socket) => {
      const remote = transportAddressOf(
        socket.remoteAddress,
        socket.remotePort,
      );
      socket.on("error", () => socket.destroy());
      if (!remote || !clients.admit(socket, remote.hostname)) {
        socket.destroy();
        return;
      }
      if (transport === "tcp") serveSocket(clients, socket, transport, local);
      else clients.expectHandshake(socket, remote);
    });
    server.on("secureConnection", (socket: tls.TLSSocket) => {
      serveSocket(clients, socket, transport, local);
    });
    server.on("tlsClientError", (_error, socket: tls.TLSSocket) => {
      socket.destroy();
    });
    return listenOn(server, local);
  }

  /** Uses another certificate for new connections; open ones live on. */
  setCertificate(certificate: TlsCertificate): void {
    if (this.#server instanceof tls.Server) {
      this.#server.setSecureContext({ ...certificate });
    }
  }

  /** Once a second: listens anew when nobody can come in any more. */
  checkWatchdog(): void {
    const action = this.#watchdog.tick();
    const { hostname: host, port } = this.local;
    if (action === "probe") {
      const probe = net.connect({ host, port });
      probe.on("error", () => probe.destroy());
      probe.once("connect", () => probe.destroy());
    } else if (action === "restart") {
      this.#server.close();
      this.#server.listen({ host, port, exclusive: true });
    }
  }

  /** Stops listening; open connections are the clients' business. */
  close(): void {
    this.#server.close();
  }

  /** Made here so that a listener exists only once it listens. */
  static fromServer(
    server: net.Server,
    local: TransportAddress,
  ): StreamListener {
    return new StreamListener(server, local);
  }
}

function serveSocket(
  clients: StreamClients,
  socket: net.Socket,
  transport: "tcp" | "tls",
  listening: TransportAddress,
): void {
  const remote = transportAddressOf(socket.remoteAddress, socket.remotePort);
  const local = transportAddressOf(socket.localAddress, socket.localPort) ??
    listening;
  if (!remote) {
    socket.destroy();
    return;
  }
  socket.setNoDelay(true);
  clients.serve(socket, { transport, remote, local });
}

function listenOn(
  server: net.Server,
  { hostname, port }: TransportAddress,
): Promise<StreamListener | BindFailure> {
  return new Promise((resolve) => {
    server.once("error", (error) => {
      const isTaken = "code" in error && error.code === "EADDRINUSE";
      resolve(isTaken ? "in-use" : "failed");
    });
    server.listen({ host: hostname, port, exclusive: true }, () => {
      const bound = server.address();
      const actual = typeof bound === "object" && bound ? bound.port : port;
      server.on("error", () => {});
      resolve(StreamListener.fromServer(server, { hostname, port: actual }));
    });
  });
}

function transportAddressOf(
  hostname: string | undefined,
  port: number | undefined,
): TransportAddress | null {
  const canonical = canonicalizeIp(hostname ?? "");
  return canonical === null || port === undefined
    ? null
    : { hostname: canonical, port };
}
