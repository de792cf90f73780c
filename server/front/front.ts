/**
 * The only TCP port of the page: reads the head of each request strictly, then
 * routes it. WebSockets go to signaling, STUN and TURN to the relay, all other
 * requests to the one `Deno.serve` of the process.
 *
 * `Deno.serve` could end TLS itself, but it does not set `TCP_NODELAY` there,
 * which delays small messages by 10 ms, and it cannot change its certificate.
 * A WebSocket over a second hop takes three times the system calls.
 *
 * @module
 */
import type net from "node:net";
import {
  type PemPair,
  type PortConnection,
  PortListener,
} from "../net/port_listener.ts";
import { monotonicMs } from "../net/clock.ts";
import { TURN_ALPN_PROTOCOLS } from "../net/turn_alpn.ts";
import {
  type FrontConnection,
  FrontConnections,
  type FrontConnectionsOptions,
} from "./front_connections.ts";
import type { ConnectionPhase } from "./front_limits.ts";
import {
  bodyLengthOf,
  hasRequestBody,
  isPersistent,
  type RequestHead,
} from "./request_head.ts";
import { type ReadResult, RequestReader } from "./request_reader.ts";
import { formatErrorResponse, formatHttpsRedirect } from "./raw_response.ts";
import {
  type ExchangeResult,
  exchangeWithUpstream,
} from "./upstream_exchange.ts";
import type { TcpPeer } from "../http/client_address.ts";
import type { HttpErrorCode } from "../http/error_response.ts";
import type { RefusalReporter } from "../refusals/refusal_log.ts";

/** A request for a WebSocket. */
export interface UpgradeRequest {
  /** Stream of the connection, paused. */
  readonly stream: net.Socket;
  /** Head of the request. */
  readonly head: RequestHead;
  /** Bytes received after the head. */
  readonly rest: Uint8Array;
  /** Other end of the connection. */
  readonly peer: TcpPeer;
}

/** Certificate, limits and receivers of a {@linkcode Front}. */
export interface FrontOptions extends FrontConnectionsOptions {
  /** Null serves http without TLS, for a reverse proxy. */
  readonly certificate: PemPair | null;
  /** Loopback port of `Deno.serve`. */
  readonly upstreamPort: () => number;
  /** Takes a request of a client from its rate; the milliseconds to wait, or 0. */
  readonly takeRequest: (head: RequestHead, peer: TcpPeer) => number;
  /** Whether the address of a request takes a body; other bodies are not read. */
  readonly takesBody: (head: RequestHead) => boolean;
  /** Whether a request asks for a WebSocket that signaling serves. */
  readonly acceptsUpgrade: (head: RequestHead) => boolean;
  /** Takes a WebSocket, or returns the code that refuses it, and reports it. */
  readonly onUpgrade: (upgrade: UpgradeRequest) => HttpErrorCode | null;
  /** Reports each refused request or connection. */
  readonly onRefusal: RefusalReporter;
  /** Takes a connection that begins with STUN; nothing of it has been read. */
  readonly onStun: (connection: PortConnection) => void;
  /** Reports a caught exception; its connection is closed. */
  readonly onBug: (error: unknown) => void;
  /** Reports a failure of the listener, such as no more file descriptors. */
  readonly onListenerError: (error: Error) => void;
}

const SWEEP_INTERVAL_MS = 1_000;

/**
 * HTTP/1 and TURN (RFC 7443). HTTP/2 is not offered: the page has a handful of
 * requests, and streams, pings and header tables of a peer would need bounds.
 */
const ALPN_PROTOCOLS = ["http/1.1", "http/1.0", ...TURN_ALPN_PROTOCOLS];

/** The listener of the page port and its connections. */
export class Front {
  readonly #options: FrontOptions;
  readonly #listener: PortListener;
  readonly #connections: FrontConnections;
  /** Client of each connection to `Deno.serve`, by its local port. */
  readonly #peerByProxyPort = new Map<number, TcpPeer>();
  readonly #sweepTimer: ReturnType<typeof setInterval>;

  /** Creates a front that does not listen yet. */
  constructor(options: FrontOptions) {
    this.#options = options;
    this.#connections = new FrontConnections(options);
    this.#listener = new PortListener({
      certificate: options.certificate,
      alpnProtocols: ALPN_PROTOCOLS,
      handshakeTimeoutMs: options.limits.handshakeTimeoutMs,
      acquireSlot: (remote) => this.#connections.acquireSlot(remote),
      onConnection: (accepted) => this.#serve(accepted, false),
      onPlaintext: (accepted) => this.#serve(accepted, true),
      onError: options.onListenerError,
      nowMs: monotonicMs,
    });
    this.#sweepTimer = setInterval(() => this.#sweep(), SWEEP_INTERVAL_MS);
  }

  /**
   * Begins to listen; a null host stands for all addresses.
   *
   * @returns The port; the system chooses it when `port` is 0.
   * @throws {Error} As `node:net` does, with a `code` such as `EADDRINUSE`.
   */
  async listen(port: number, host: string | null): Promise<number> {
    return (await this.#listener.listen(port, host)).port;
  }

  /** Number of open connections. */
  get connectionCount(): number {
    return this.#connections.count;
  }

  /** Client behind a request, by the port from which `Deno.serve` got it. */
  peerByProxyPort(upstreamLocalPort: number): TcpPeer | undefined {
    return this.#peerByProxyPort.get(upstreamLocalPort);
  }

  /** Uses another certificate for new connections. */
  setCertificate(certificate: PemPair): void {
    this.#listener.setCertificate(certificate);
  }

  /** Takes no more connections; open ones go on. */
  stopListening(): void {
    clearInterval(this.#sweepTimer);
    this.#listener.close();
  }

  /** Closes every connection at once. */
  destroy(): void {
    this.#connections.destroy();
  }

  #serve(accepted: PortConnection, needsRedirect: boolean): void {
    const connection = this.#connections.add(accepted, monotonicMs());
    const { stream } = connection;
    const reader = new RequestReader(stream);
    stream.once("end", () => {
      if (connection.phase !== "response") stream.end();
    });
    this.#readRequest(connection, reader, needsRedirect);
  }

  #readRequest(
    connection: FrontConnection,
    reader: RequestReader,
    needsRedirect: boolean,
  ): void {
    const onStart = (): void => {
      if (connection.phase === "idle") this.#enterPhase(connection, "header");
    };
    reader.readNext(onStart, (result) => {
      if (connection.phase === "closing") return;
      try {
        if (needsRedirect && typeof result === "object") {
          this.#redirectToHttps(connection, result);
        } else {
          this.#route(connection, reader, result);
        }
      } catch (error) {
        this.#options.onBug(error);
        connection.stream.destroy();
      }
    });
  }

  #route(
    connection: FrontConnection,
    reader: RequestReader,
    result: ReadResult,
  ): void {
    if (result === "stun") {
      this.#enterPhase(connection, "own-protocol");
      this.#options.onStun(connection);
    } else if (typeof result === "string") {
      this.#refuse(connection, result);
    } else {
      this.#routeRequest(connection, reader, result);
    }
  }

  #routeRequest(
    connection: FrontConnection,
    reader: RequestReader,
    request: RequestHead,
  ): void {
    const waitMs = this.#options.takeRequest(request, peerOf(connection));
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      this.#refuse(connection, "too-many-requests", [
        `Retry-After: ${seconds}`,
      ]);
    } else if (this.#options.acceptsUpgrade(request)) {
      this.#upgrade(connection, reader, request);
    } else if (
      hasRequestBody(request) && this.#options.takesBody(request)
    ) {
      this.#readBody(connection, reader, request);
    } else {
      this.#exchange(connection, reader, request, null);
    }
  }

  /** Reads the body within the time of the head. */
  #readBody(
    connection: FrontConnection,
    reader: RequestReader,
    request: RequestHead,
  ): void {
    const length = bodyLengthOf(request);
    if (length === null) return this.#refuse(connection, "body-too-large");
    reader.readBody(length, (body) => {
      if (connection.phase === "closing") return;
      this.#exchange(connection, reader, request, body);
    });
  }

  #upgrade(
    connection: FrontConnection,
    reader: RequestReader,
    head: RequestHead,
  ): void {
    this.#enterPhase(connection, "own-protocol");
    const refusal = this.#options.onUpgrade({
      stream: connection.stream,
      head,
      rest: reader.takeRest(),
      peer: peerOf(connection),
    });
    if (refusal !== null) {
      this.#respondAndClose(connection, formatErrorResponse(refusal));
    }
  }

  #exchange(
    connection: FrontConnection,
    reader: RequestReader,
    request: RequestHead,
    body: Uint8Array | null,
  ): void {
    const { stream } = connection;
    // Nothing can follow a body that stays unread.
    const staysOpen = isPersistent(request) &&
      (body !== null || !hasRequestBody(request));
    this.#enterPhase(connection, "response");
    exchangeWithUpstream(stream, {
      port: this.#options.upstreamPort(),
      request,
      body,
      isPersistent: staysOpen,
      onConnect: (port) => this.#peerByProxyPort.set(port, peerOf(connection)),
      onProgress: () => this.#enterPhase(connection, "response"),
      onClose: (port) => this.#peerByProxyPort.delete(port),
    }, (result) => {
      if (stream.destroyed) return;
      if (result !== "complete") this.#endFailed(connection, result);
      else if (!staysOpen) this.#respondAndClose(connection, "");
      else {
        this.#enterPhase(connection, "idle");
        this.#readRequest(connection, reader, false);
        if (stream.readableEnded && connection.phase !== "response") {
          stream.end();
        }
      }
    });
  }

  #endFailed(
    connection: FrontConnection,
    result: Exclude<ExchangeResult, "complete">,
  ): void {
    if (result === "incomplete") {
      connection.stream.destroy();
      return;
    }
    if (result === "unknown-length") {
      this.#options.onBug(new Error("A response has no Content-Length"));
    }
    this.#refuse(
      connection,
      result === "no-response" ? "not-ready" : "internal-error",
    );
  }

  #redirectToHttps(connection: FrontConnection, request: RequestHead): void {
    const redirect = formatHttpsRedirect(request);
    if (redirect === null) this.#refuse(connection, "https-required");
    else this.#respondAndClose(connection, redirect);
  }

  /** Answers with an error, reports it and closes the connection. */
  #refuse(
    connection: FrontConnection,
    code: HttpErrorCode,
    fields: readonly string[] = [],
  ): void {
    this.#options.onRefusal(code, { peer: connection.remote.hostname });
    this.#respondAndClose(connection, formatErrorResponse(code, fields));
  }

  /** Sends the last response and discards input until the client closes. */
  #respondAndClose(connection: FrontConnection, response: string): void {
    const { stream } = connection;
    if (response === "") stream.end();
    else stream.end(response);
    stream.resume();
    this.#enterPhase(connection, "closing");
  }

  #enterPhase(connection: FrontConnection, phase: ConnectionPhase): void {
    this.#connections.enterPhase(connection, phase, monotonicMs());
  }

  #sweep(): void {
    this.#listener.tick();
    this.#connections.sweep(
      monotonicMs(),
      (connection) => this.#refuse(connection, "request-timeout"),
    );
  }
}

function peerOf({ remote, isTls }: PortConnection): TcpPeer {
  return { address: remote.hostname, port: remote.port, isTls };
}
