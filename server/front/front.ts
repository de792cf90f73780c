/**
 * The one door for bytes: accepts TCP, ends TLS, and hands each connection on,
 * WebSockets to signaling and everything else to the one `Deno.serve`.
 *
 * `Deno.serve` could end TLS itself, but it delays small messages by 10 ms and
 * cannot change its certificate; and a WebSocket that passes through a second
 * hop costs three times the system calls, so it ends here.
 *
 * @module
 */
import net from "node:net";
import tls from "node:tls";
import {
  ListenerWatchdog,
  loopbackAddressOf,
} from "../net/listener_watchdog.ts";
import { asksForWebSocket } from "../../signaling/socket/handshake.ts";
import {
  type FrontConnection,
  FrontConnections,
  type FrontConnectionsOptions,
  type TcpPeer,
} from "./front_connections.ts";
import type { ConnectionPhase } from "./front_limits.ts";
import {
  type FirstRequest,
  type HeadRefusal,
  proxyToUpstream,
  readFirstRequest,
  readHttp2Preface,
  withConnectionClose,
} from "./front_stream.ts";
import type { RequestHead } from "./request_head.ts";

/** A certificate chain and its key, in PEM. */
export interface TlsKeyPair {
  readonly cert: string;
  readonly key: string;
}

/** A request that asks for a WebSocket. */
export interface UpgradeRequest {
  readonly stream: net.Socket;
  readonly head: RequestHead;
  /** Bytes that came behind the head. */
  readonly rest: Uint8Array;
  readonly peer: TcpPeer;
}

/** What a front is made with. */
export interface FrontOptions extends FrontConnectionsOptions {
  /** Null serves plain http, for a reverse proxy. */
  readonly keyPair: TlsKeyPair | null;
  /** Loopback port of `Deno.serve`. */
  readonly upstreamPort: () => number;
  /** True when this path is for a WebSocket; others go on to `Deno.serve`. */
  readonly acceptsUpgrade: (head: RequestHead) => boolean;
  /** Takes the WebSocket, or returns the response that refuses it. */
  readonly onUpgrade: (upgrade: UpgradeRequest) => string | null;
  /** A stream that speaks STUN or TURN; nothing of it is read yet. */
  readonly onStun: (stream: net.Socket, peer: TcpPeer) => void;
  /** A bug, caught; its connection is cut. */
  readonly onBug: (error: unknown) => void;
  /** Failures of the listener, such as no more file descriptors. */
  readonly onListenerError: (problem: Error) => void;
}

const SWEEP_INTERVAL_MS = 1_000;

/** Listens, sorts and counts connections. */
export class Front {
  readonly #options: FrontOptions;
  readonly #server: net.Server;
  readonly #tlsServer: tls.Server | null;
  readonly #connections: FrontConnections;
  /** Who is behind each connection to `Deno.serve`, by its local port. */
  readonly #peerByProxyPort = new Map<number, TcpPeer>();
  readonly #sweepTimer: ReturnType<typeof setInterval>;
  readonly #watchdog = new ListenerWatchdog();
  #listenAddress: net.AddressInfo | null = null;

  constructor(options: FrontOptions) {
    this.#options = options;
    this.#connections = new FrontConnections(options);
    if (options.keyPair === null) {
      this.#tlsServer = null;
      this.#server = net.createServer({ noDelay: true });
      this.#server.on("connection", (socket: net.Socket) => {
        const connection = this.#connections.admit(socket, false, Date.now());
        if (connection !== null) this.#detectProtocol(connection);
      });
    } else {
      this.#server = this.#tlsServer = this.#makeTlsServer(options.keyPair);
    }
    this.#server.on("connection", () => this.#watchdog.connectionSeen());
    this.#sweepTimer = setInterval(() => this.#sweep(), SWEEP_INTERVAL_MS);
  }

  /**
   * Begins to listen.
   *
   * @returns The port, which the system chose when `port` is 0.
   * @throws {Error} As `node:net` does, with a `code` such as `EADDRINUSE`.
   */
  listen(port: number, host: string | null): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#server.once("error", reject);
    this.#server.listen({ port, ...(host === null ? {} : { host }) }, () => {
      this.#server.off("error", reject);
      this.#server.on("error", this.#options.onListenerError);
      const address = this.#server.address();
      if (address === null || typeof address !== "object") return;
      this.#listenAddress = address;
      resolve(address.port);
    });
    return promise;
  }

  /** Who is behind a request, by the port that `Deno.serve` sees it from. */
  peerByProxyPort(upstreamLocalPort: number): TcpPeer | undefined {
    return this.#peerByProxyPort.get(upstreamLocalPort);
  }

  /** New connections get this certificate; open ones live on. */
  setKeyPair(keyPair: TlsKeyPair): void {
    this.#tlsServer?.setSecureContext({ ...keyPair });
  }

  /** Takes no more connections; those that are open go on. */
  stopListening(): void {
    clearInterval(this.#sweepTimer);
    this.#server.close();
  }

  /** Cuts every connection. */
  destroy(): void {
    this.#connections.destroy();
  }

  #makeTlsServer(keyPair: TlsKeyPair): tls.Server {
    const server = tls.createServer({
      ...keyPair,
      ALPNProtocols: ["h2", "http/1.1"],
      minVersion: "TLSv1.2",
      handshakeTimeout: this.#options.limits.handshakeTimeoutMs,
      noDelay: true,
    });
    const raw = new Map<string, FrontConnection>();
    server.on("connection", (socket: net.Socket) => {
      const connection = this.#connections.admit(socket, true, Date.now());
      if (connection === null) return;
      const key = connectionKeyOf(socket);
      raw.set(key, connection);
      socket.once("close", () => raw.delete(key));
    });
    server.on("secureConnection", (stream: tls.TLSSocket) => {
      const connection = raw.get(connectionKeyOf(stream));
      if (connection === undefined) {
        stream.destroy();
        return;
      }
      stream.setNoDelay(true);
      connection.stream = stream;
      this.#detectProtocol(connection);
    });
    server.on("tlsClientError", (_error: Error, stream: tls.TLSSocket) => {
      raw.get(connectionKeyOf(stream))?.socket.destroy();
      stream.destroy();
    });
    return server;
  }

  #enterPhase(connection: FrontConnection, stage: ConnectionPhase): void {
    this.#connections.enterPhase(connection, stage, Date.now());
  }

  /** The stream is readable: find out what its client wants. */
  #detectProtocol(connection: FrontConnection): void {
    const { socket, stream } = connection;
    this.#enterPhase(connection, "header");
    stream.on("error", () => stream.destroy());
    stream.once("close", () => socket.destroy());
    if (negotiatedHttp2(stream)) {
      readHttp2Preface(stream, (bytes) => {
        if (bytes === null) stream.destroy();
        else this.#proxyToUpstream(connection, bytes);
      });
      return;
    }
    readFirstRequest(stream, (first) => {
      try {
        if (first === "stun") this.#acceptStun(connection);
        else if (typeof first === "string") this.#refuse(connection, first);
        else this.#routeRequest(connection, first);
      } catch (error) {
        this.#options.onBug(error);
        stream.destroy();
      }
    });
  }

  #acceptStun(connection: FrontConnection): void {
    this.#enterPhase(connection, "own-protocol");
    this.#options.onStun(connection.stream, connection.peer);
  }

  #routeRequest(connection: FrontConnection, first: FirstRequest): void {
    const { head, bytes } = first;
    const isUpgrade = asksForWebSocket((name) => head.headers.get(name)) &&
      this.#options.acceptsUpgrade(head);
    if (!isUpgrade) {
      this.#proxyToUpstream(connection, withConnectionClose(first));
      return;
    }
    this.#enterPhase(connection, "own-protocol");
    const refusal = this.#options.onUpgrade({
      stream: connection.stream,
      head,
      rest: bytes.subarray(head.byteLength),
      peer: connection.peer,
    });
    if (refusal !== null) this.#respondAndClose(connection, refusal);
  }

  #proxyToUpstream(connection: FrontConnection, bytes: Uint8Array): void {
    const { stream, peer } = connection;
    this.#enterPhase(connection, "passing");
    proxyToUpstream(stream, {
      port: this.#options.upstreamPort(),
      bytes,
      onConnect: (port) => this.#peerByProxyPort.set(port, peer),
      onData: () => this.#enterPhase(connection, "passing"),
      onClose: (port) => this.#peerByProxyPort.delete(port),
    });
  }

  #refuse(connection: FrontConnection, status: HeadRefusal): void {
    this.#respondAndClose(
      connection,
      `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
  }

  /** Says a last word and waits, not for long, for the other side to close. */
  #respondAndClose(connection: FrontConnection, response: string): void {
    connection.stream.end(response);
    this.#enterPhase(connection, "closing");
  }

  #sweep(): void {
    this.#checkListener();
    this.#connections.sweep(
      Date.now(),
      (connection) => this.#refuse(connection, "408 Request Timeout"),
    );
  }

  #checkListener(): void {
    const does = this.#watchdog.tick();
    if (does === "nothing" || this.#listenAddress === null) return;
    const { address, port } = this.#listenAddress;
    if (does === "knock") {
      const knock = net.connect({ host: loopbackAddressOf(address), port });
      knock.on("error", () => knock.destroy());
      knock.once("connect", () => knock.destroy());
    } else {
      this.#options.onListenerError(
        new Error("The door was deaf and opens anew"),
      );
      this.#server.close();
      this.#server.listen({ port, host: address });
    }
  }
}

function negotiatedHttp2(stream: net.Socket): boolean {
  return stream instanceof tls.TLSSocket && stream.alpnProtocol === "h2";
}

/** Names a TCP connection on both of its layers. */
function connectionKeyOf(socket: net.Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}
