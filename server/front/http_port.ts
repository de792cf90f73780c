/**
 * The port for http (`HTTP_PORT`): redirects to https and answers the challenges
 * of a certificate authority. Nothing else is served in the clear.
 *
 * @module
 */
import { monotonicMs } from "../net/clock.ts";
import { type PortConnection, PortListener } from "../net/port_listener.ts";
import type { HttpErrorCode } from "../http/error_response.ts";
import {
  type FrontConnection,
  FrontConnections,
  type FrontConnectionsOptions,
} from "./front_connections.ts";
import {
  formatChallengeResponse,
  formatErrorResponse,
  formatHttpsRedirect,
} from "./raw_response.ts";
import type { RequestHead } from "./request_head.ts";
import { RequestReader } from "./request_reader.ts";

/** Limits and content of an {@linkcode HttpPort}. */
export interface HttpPortOptions extends FrontConnectionsOptions {
  /** Port of https for a request with this `Host`. */
  readonly httpsPortFor: (host: string) => number;
  /** Answer to a challenge at this target; null for a redirect. */
  readonly answerChallenge: (target: string) => string | null;
  /** Reports a caught exception; its connection is closed. */
  readonly onBug: (error: unknown) => void;
  /** Reports a failure of the listener, such as no more file descriptors. */
  readonly onListenerError: (error: Error) => void;
}

const SWEEP_INTERVAL_MS = 1_000;

/**
 * Port of https for a client that sent `host`. A browser that came to port 80,
 * while this server listens on another, came through a mapping of ports: that
 * of https is mapped too.
 */
export function httpsPortFor(
  host: string,
  ports: { readonly http: number; readonly page: number },
): number {
  const isMapped = ports.http !== 80 && !/:\d+$/.test(host);
  return isMapped ? 443 : ports.page;
}

/** The listener and its connections; each carries one request. */
export class HttpPort {
  readonly #options: HttpPortOptions;
  readonly #listener: PortListener;
  readonly #connections: FrontConnections;
  readonly #sweepTimer: ReturnType<typeof setInterval>;

  /** Creates a port that does not listen yet. */
  constructor(options: HttpPortOptions) {
    this.#options = options;
    this.#connections = new FrontConnections(options);
    this.#listener = new PortListener({
      certificate: null,
      handshakeTimeoutMs: options.limits.handshakeTimeoutMs,
      acquireSlot: (remote) => this.#connections.acquireSlot(remote),
      onConnection: (accepted) => this.#serve(accepted),
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

  /** Stops listening and closes every connection. */
  close(): void {
    clearInterval(this.#sweepTimer);
    this.#listener.close();
    this.#connections.destroy();
  }

  #serve(accepted: PortConnection): void {
    const connection = this.#connections.add(accepted, monotonicMs());
    const { stream } = connection;
    stream.once("end", () => stream.end());
    new RequestReader(stream).readNext(() => {}, (result) => {
      if (connection.phase === "closing") return;
      try {
        if (result === "stun") this.#refuse(connection, "bad-request");
        else if (typeof result === "string") this.#refuse(connection, result);
        else this.#answer(connection, result);
      } catch (error) {
        this.#options.onBug(error);
        stream.destroy();
      }
    });
  }

  #answer(connection: FrontConnection, request: RequestHead): void {
    const { answerChallenge, httpsPortFor } = this.#options;
    const host = request.headers.get("host") ?? "";
    const answer = request.method === "GET"
      ? answerChallenge(request.target)
      : null;
    const response = answer === null
      ? formatHttpsRedirect(request, httpsPortFor(host))
      : formatChallengeResponse(answer);
    if (response === null) this.#refuse(connection, "https-required");
    else this.#respondAndClose(connection, response);
  }

  #refuse(connection: FrontConnection, code: HttpErrorCode): void {
    this.#options.onRefusal(code, { peer: connection.remote.hostname });
    this.#respondAndClose(connection, formatErrorResponse(code));
  }

  /** Sends the response and discards input until the client closes. */
  #respondAndClose(connection: FrontConnection, response: string): void {
    const { stream } = connection;
    stream.end(response);
    stream.resume();
    this.#connections.enterPhase(connection, "closing", monotonicMs());
  }

  #sweep(): void {
    this.#listener.tick();
    this.#connections.sweep(
      monotonicMs(),
      (connection) => this.#refuse(connection, "request-timeout"),
    );
  }
}
