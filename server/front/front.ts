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
import { DoorWatch, knockAddress } from "../net/listener_watchdog.ts";
import { asksForWebSocket } from "../../signaling/socket/websocket/handshake.ts";
import {
  type Connection,
  type ConnectionRules,
  FrontConnections,
  type Peer,
} from "./front_connections.ts";
import type { Stage } from "./front_limits.ts";
import {
  asOnlyRequest,
  type FirstHead,
  type HeadRefusal,
  passToUpstream,
  readFirstHead,
  readPreface,
} from "./front_stream.ts";
import type { RequestHead } from "./request_head.ts";

/** A certificate chain and its key, in PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** A request that asks for a WebSocket. */
export interface Upgrade {
  readonly stream: net.Socket;
  readonly head: RequestHead;
  /** Bytes that came behind the head. */
  readonly rest: Uint8Array;
  readonly peer: Peer;
}

/** What a front is made with. */
export interface FrontOptions extends ConnectionRules {
  /** Null serves plain http, for a reverse proxy. */
  readonly keyPair: KeyPair | null;
  /** Loopback port of `Deno.serve`. */
  readonly upstreamPort: () => number;
  /** True when this path is for a WebSocket; others go on to `Deno.serve`. */
  readonly takesUpgrade: (head: RequestHead) => boolean;
  /** Takes the WebSocket, or returns the response that refuses it. */
  readonly onUpgrade: (upgrade: Upgrade) => string | null;
  /** A stream that speaks STUN or TURN; nothing of it is read yet. */
  readonly onStun: (stream: net.Socket, peer: Peer) => void;
  /** A bug, caught; its connection is cut. */
  readonly onBug: (error: unknown) => void;
  /** Failures of the listener, such as no more file descriptors. */
  readonly onProblem: (problem: Error) => void;
}

const SWEEP_INTERVAL_MS = 1_000;

/** Listens, sorts and counts connections. */
export class TlsFront {
  readonly #options: FrontOptions;
  readonly #server: net.Server;
  readonly #tlsServer: tls.Server | null;
  readonly #connections: FrontConnections;
  /** Who is behind each connection to `Deno.serve`, by its local port. */
  readonly #passed = new Map<number, Peer>();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #door = new DoorWatch();
  #listening: net.AddressInfo | null = null;

  constructor(options: FrontOptions) {
    this.#options = options;
    this.#connections = new FrontConnections(options);
    if (options.keyPair === null) {
      this.#tlsServer = null;
      this.#server = net.createServer({ noDelay: true });
      this.#server.on("connection", (socket: net.Socket) => {
        const connection = this.#connections.admit(socket, false, Date.now());
        if (connection !== null) this.#sort(connection);
      });
    } else {
      this.#server = this.#tlsServer = this.#makeTlsServer(options.keyPair);
    }
    this.#server.on("connection", () => this.#door.heard());
    this.#timer = setInterval(() => this.#sweep(), SWEEP_INTERVAL_MS);
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
      this.#server.on("error", this.#options.onProblem);
      const address = this.#server.address();
      if (address === null || typeof address !== "object") return;
      this.#listening = address;
      resolve(address.port);
    });
    return promise;
  }

  /** Who is behind a request, by the port that `Deno.serve` sees it from. */
  passedOn(upstreamLocalPort: number): Peer | undefined {
    return this.#passed.get(upstreamLocalPort);
  }

  /** New connections get this certificate; open ones live on. */
  setKeyPair(keyPair: KeyPair): void {
    this.#tlsServer?.setSecureContext({ ...keyPair });
  }

  /** Takes no more connections; those that are open go on. */
  stopListening(): void {
    clearInterval(this.#timer);
    this.#server.close();
  }

  /** Cuts every connection. */
  destroy(): void {
    this.#connections.destroy();
  }

  #makeTlsServer(keyPair: KeyPair): tls.Server {
    const server = tls.createServer({
      ...keyPair,
      ALPNProtocols: ["h2", "http/1.1"],
      minVersion: "TLSv1.2",
      handshakeTimeout: this.#options.limits.handshakeTimeoutMs,
      noDelay: true,
    });
    const raw = new Map<string, Connection>();
    server.on("connection", (socket: net.Socket) => {
      const connection = this.#connections.admit(socket, true, Date.now());
      if (connection === null) return;
      const key = portsOf(socket);
      raw.set(key, connection);
      socket.once("close", () => raw.delete(key));
    });
    server.on("secureConnection", (stream: tls.TLSSocket) => {
      const connection = raw.get(portsOf(stream));
      if (connection === undefined) {
        stream.destroy();
        return;
      }
      stream.setNoDelay(true);
      connection.stream = stream;
      this.#sort(connection);
    });
    server.on("tlsClientError", (_error: Error, stream: tls.TLSSocket) => {
      raw.get(portsOf(stream))?.socket.destroy();
      stream.destroy();
    });
    return server;
  }

  #enter(connection: Connection, stage: Stage): void {
    this.#connections.enter(connection, stage, Date.now());
  }

  /** The stream is readable: find out what its client wants. */
  #sort(connection: Connection): void {
    const { socket, stream } = connection;
    this.#enter(connection, "header");
    stream.on("error", () => stream.destroy());
    stream.once("close", () => socket.destroy());
    if (isHttp2(stream)) {
      readPreface(stream, (bytes) => {
        if (bytes === null) stream.destroy();
        else this.#passOn(connection, bytes);
      });
      return;
    }
    readFirstHead(stream, (first) => {
      try {
        if (first === "stun") this.#passStun(connection);
        else if (typeof first === "string") this.#refuse(connection, first);
        else this.#route(connection, first);
      } catch (error) {
        this.#options.onBug(error);
        stream.destroy();
      }
    });
  }

  #passStun(connection: Connection): void {
    this.#enter(connection, "own-protocol");
    this.#options.onStun(connection.stream, connection.peer);
  }

  #route(connection: Connection, first: FirstHead): void {
    const { head, bytes } = first;
    const isUpgrade = asksForWebSocket((name) => head.headers.get(name)) &&
      this.#options.takesUpgrade(head);
    if (!isUpgrade) {
      this.#passOn(connection, asOnlyRequest(first));
      return;
    }
    this.#enter(connection, "own-protocol");
    const refusal = this.#options.onUpgrade({
      stream: connection.stream,
      head,
      rest: bytes.subarray(head.length),
      peer: connection.peer,
    });
    if (refusal !== null) this.#endWith(connection, refusal);
  }

  #passOn(connection: Connection, bytes: Uint8Array): void {
    const { stream, peer } = connection;
    this.#enter(connection, "passing");
    passToUpstream(stream, {
      port: this.#options.upstreamPort(),
      bytes,
      onConnect: (port) => this.#passed.set(port, peer),
      onData: () => this.#enter(connection, "passing"),
      onClose: (port) => this.#passed.delete(port),
    });
  }

  #refuse(connection: Connection, status: HeadRefusal): void {
    this.#endWith(
      connection,
      `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
  }

  /** Says a last word and waits, not for long, for the other side to close. */
  #endWith(connection: Connection, response: string): void {
    connection.stream.end(response);
    this.#enter(connection, "closing");
  }

  #sweep(): void {
    this.#watchDoor();
    this.#connections.sweep(
      Date.now(),
      (connection) => this.#refuse(connection, "408 Request Timeout"),
    );
  }

  #watchDoor(): void {
    const does = this.#door.tick();
    if (does === "nothing" || this.#listening === null) return;
    const { address, port } = this.#listening;
    if (does === "knock") {
      const knock = net.connect({ host: knockAddress(address), port });
      knock.on("error", () => knock.destroy());
      knock.once("connect", () => knock.destroy());
    } else {
      this.#options.onProblem(new Error("The door was deaf and opens anew"));
      this.#server.close();
      this.#server.listen({ port, host: address });
    }
  }
}

function isHttp2(stream: net.Socket): boolean {
  return stream instanceof tls.TLSSocket && stream.alpnProtocol === "h2";
}

/** Names a TCP connection on both of its layers. */
function portsOf(socket: net.Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}
