/**
 * A listening TCP port, with or without TLS: counts connections, limits the
 * time of handshakes, changes the certificate under open connections, and
 * restarts a listener that stopped accepting.
 *
 * @module
 */
import type { Buffer } from "node:buffer";
import net from "node:net";
import tls from "node:tls";
import { canonicalizeIp, type TransportAddress } from "./ip_address.ts";
import {
  ALERT_TICK_MS,
  ALERT_TICKS,
  ListenerWatchdog,
  loopbackAddressOf,
} from "./listener_watchdog.ts";

/** A certificate with its chain, and its private key, in PEM. */
export interface PemPair {
  /** Certificate, then its chain. */
  readonly cert: string;
  /** PKCS #8, PKCS #1 or SEC 1. Secret. */
  readonly key: string;
}

/** An accepted connection whose handshake is complete. */
export interface PortConnection {
  /** The TCP socket. */
  readonly socket: net.Socket;
  /**
   * The TLS stream; the TCP socket where there is no TLS. It stays open for
   * writing when the other side has ended.
   */
  readonly stream: net.Socket;
  /** Whether the stream is a TLS stream. */
  readonly isTls: boolean;
  /** Address of the other end. */
  readonly remote: TransportAddress;
  /** Address of this end. */
  readonly local: TransportAddress;
  /** Gives back the connection's slot before the socket has closed. */
  releaseSlot(): void;
}

/** Policy and receivers of a {@linkcode PortListener}. */
export interface PortListenerOptions {
  /** Null listens without TLS. */
  readonly certificate: PemPair | null;
  /** Protocols to select from (RFC 7301); none by default. */
  readonly alpnProtocols?: readonly string[];
  /** Time limit of a TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /**
   * Takes a slot for a new connection and returns the function that gives it
   * back, or null to refuse the connection.
   */
  readonly acquireSlot: (remote: TransportAddress) => (() => void) | null;
  /** Takes a connection; nothing of its stream has been read. */
  readonly onConnection: (connection: PortConnection) => void;
  /**
   * Takes a connection to a TLS port that does not begin with a TLS record.
   * Without it, such a connection is closed.
   */
  readonly onPlaintext?: (connection: PortConnection) => void;
  /** Failures of the listener, such as no more file descriptors. */
  readonly onError: (error: Error) => void;
  /** Milliseconds of any clock that does not go back. */
  readonly nowMs: () => number;
}

type PendingConnection =
  & Omit<PortConnection, "stream" | "isTls">
  & { readonly deadlineAtMs: number };

/** Content type of the record that begins a TLS connection (RFC 8446 §5.1). */
const TLS_HANDSHAKE_RECORD = 22;

/** One listening socket and the handshakes of its connections. */
export class PortListener {
  readonly #options: PortListenerOptions;
  readonly #server: net.Server;
  readonly #tlsServer: tls.Server | null;
  readonly #watchdog = new ListenerWatchdog();
  readonly #alertWatchdog = new ListenerWatchdog(ALERT_TICKS);
  /** Runs from a connection until a probe arrives. */
  #alertTimer: ReturnType<typeof setInterval> | undefined;
  /** The last connection to ourselves; null once a connection arrived. */
  #probe: net.Socket | null = null;
  /** Connections without a finished handshake, by their addresses. */
  readonly #pending = new Map<string, PendingConnection>();
  #address: TransportAddress | null = null;

  /** Creates a listener that does not listen yet. */
  constructor(options: PortListenerOptions) {
    this.#options = options;
    this.#server = net.createServer(
      { noDelay: true, allowHalfOpen: true },
      (socket) => this.#accept(socket),
    );
    this.#tlsServer = options.certificate === null
      ? null
      : this.#createTlsServer(options.certificate);
  }

  /**
   * Begins to listen; a null host stands for all addresses.
   *
   * @returns The address; the system chooses the port when `port` is 0.
   * @throws {Error} As `node:net` does, with a `code` such as `EADDRINUSE`.
   */
  listen(port: number, host: string | null): Promise<TransportAddress> {
    const { promise, resolve, reject } = Promise.withResolvers<
      TransportAddress
    >();
    this.#server.once("error", reject);
    this.#server.listen({ port, ...(host === null ? {} : { host }) }, () => {
      this.#server.off("error", reject);
      this.#server.on("error", this.#options.onError);
      const address = this.#server.address();
      if (address === null || typeof address !== "object") return;
      this.#address = { hostname: address.address, port: address.port };
      resolve(this.#address);
    });
    return promise;
  }

  /** Uses another certificate for new connections. */
  setCertificate({ cert, key }: PemPair): void {
    this.#tlsServer?.setSecureContext({ cert, key });
  }

  /** Enforces deadlines and checks the listener; called once a second. */
  tick(): void {
    const nowMs = this.#options.nowMs();
    for (const { socket, deadlineAtMs } of this.#pending.values()) {
      if (nowMs >= deadlineAtMs) socket.destroy();
    }
    this.#checkListener(this.#watchdog);
  }

  /** Stops listening and ends unfinished handshakes; the rest stays open. */
  close(): void {
    this.#address = null;
    this.#endAlert();
    this.#server.close();
    for (const { socket } of this.#pending.values()) socket.destroy();
  }

  #createTlsServer({ cert, key }: PemPair): tls.Server {
    const { alpnProtocols } = this.#options;
    const server = tls.createServer({
      cert,
      key,
      minVersion: "TLSv1.2",
      allowHalfOpen: true,
      ...(alpnProtocols ? { ALPNProtocols: [...alpnProtocols] } : {}),
    });
    server.on("secureConnection", (stream: tls.TLSSocket) => {
      const pending = this.#takePending(stream);
      if (pending === undefined) {
        stream.destroy();
        return;
      }
      stream.setNoDelay(true);
      stream.on("error", () => stream.destroy());
      stream.once("close", () => pending.socket.destroy());
      this.#options.onConnection({ ...pending, stream, isTls: true });
    });
    server.on("tlsClientError", (_error: Error, stream: tls.TLSSocket) => {
      this.#takePending(stream)?.socket.destroy();
      stream.destroy();
    });
    return server;
  }

  #accept(socket: net.Socket): void {
    this.#noteConnection();
    socket.on("error", () => socket.destroy());
    const remote = addressOf(socket.remoteAddress, socket.remotePort);
    const local = addressOf(socket.localAddress, socket.localPort);
    const release = remote && local && this.#options.acquireSlot(remote);
    if (!remote || !local || !release) {
      socket.destroy();
      return;
    }
    const releaseSlot = onceOnly(release);
    socket.once("close", releaseSlot);
    const connection = { socket, remote, local, releaseSlot };
    if (this.#tlsServer === null) {
      this.#options.onConnection({
        ...connection,
        stream: socket,
        isTls: false,
      });
    } else {
      this.#startHandshake(this.#tlsServer, connection);
    }
  }

  #startHandshake(
    server: tls.Server,
    connection: Omit<PendingConnection, "deadlineAtMs">,
  ): void {
    const { socket } = connection;
    const { onPlaintext, handshakeTimeoutMs, nowMs } = this.#options;
    const key = connectionKeyOf(socket);
    this.#pending.set(key, {
      ...connection,
      deadlineAtMs: nowMs() + handshakeTimeoutMs,
    });
    socket.once("close", () => this.#pending.delete(key));
    if (onPlaintext === undefined) {
      server.emit("connection", socket);
      return;
    }
    const onEnd = (): void => void socket.destroy();
    socket.once("end", onEnd);
    socket.once("data", (chunk: Buffer) => {
      socket.off("end", onEnd);
      socket.pause();
      socket.unshift(chunk);
      if (chunk[0] === TLS_HANDSHAKE_RECORD) {
        server.emit("connection", socket);
        return;
      }
      this.#pending.delete(key);
      onPlaintext({ ...connection, stream: socket, isTls: false });
    });
  }

  #takePending(stream: net.Socket): PendingConnection | undefined {
    const key = connectionKeyOf(stream);
    const pending = this.#pending.get(key);
    this.#pending.delete(key);
    return pending;
  }

  /** Watches the listener more closely, unless this may be a probe. */
  #noteConnection(): void {
    this.#watchdog.connectionSeen();
    this.#alertWatchdog.connectionSeen();
    if (this.#probe !== null) return this.#endAlert();
    if (this.#address === null) return;
    this.#alertTimer ??= setInterval(
      () => this.#checkListener(this.#alertWatchdog),
      ALERT_TICK_MS,
    );
  }

  #endAlert(): void {
    this.#probe?.destroy();
    this.#probe = null;
    clearInterval(this.#alertTimer);
    this.#alertTimer = undefined;
  }

  #checkListener(watchdog: ListenerWatchdog): void {
    const action = watchdog.tick();
    if (action === "none" || this.#address === null) return;
    const { hostname, port } = this.#address;
    if (action === "probe") {
      const probe = net.connect({ host: loopbackAddressOf(hostname), port });
      probe.on("error", () => probe.destroy());
      probe.once("connect", () => probe.destroy());
      this.#probe?.destroy();
      this.#probe = probe;
    } else {
      this.#options.onError(
        new Error(
          "The listener stopped accepting connections and was restarted",
        ),
      );
      this.#server.close();
      this.#server.listen({ port, host: hostname });
    }
  }
}

/** Identifies a TCP connection by either of its layers. */
function connectionKeyOf(socket: net.Socket): string {
  const { remoteAddress, remotePort, localAddress } = socket;
  return `${remoteAddress} ${remotePort} ${localAddress}`;
}

function addressOf(
  hostname: string | undefined,
  port: number | undefined,
): TransportAddress | null {
  const canonical = canonicalizeIp(hostname ?? "");
  return canonical === null || port === undefined
    ? null
    : { hostname: canonical, port };
}

function onceOnly(run: () => void): () => void {
  let hasRun = false;
  return () => {
    if (hasRun) return;
    hasRun = true;
    run();
  };
}
