/**
 * The one `Deno.serve` of the process. It listens on loopback and serves only
 * connections that the front opened.
 *
 * @module
 */
import type { TcpPeer } from "./client_address.ts";
import type { HttpHandler } from "./router.ts";

/** A running HTTP server. */
export interface HttpServer {
  /** Loopback port; changes when the server restarts after a failure. */
  readonly port: number;
  /** Stops the server and closes its connections. */
  close(): Promise<void>;
}

const RESTART_DELAY_MS = 500;

/**
 * Serves `handler` on loopback. `Deno.serve` ends with an error when the process
 * is out of file descriptors; it is then started again, on another port.
 *
 * @param peerByPort The client of the connection from this local port;
 * undefined when the front did not open it.
 * @param onForeignClient Called when such a request is refused.
 */
export function serveHttp(
  handler: HttpHandler,
  peerByPort: (port: number) => TcpPeer | undefined,
  onFailure: (error: unknown) => void,
  onForeignClient: () => void,
): HttpServer {
  const abort = new AbortController();
  let server = listen();
  let restart: ReturnType<typeof setTimeout> | undefined;

  function listen(): Deno.HttpServer<Deno.NetAddr> {
    const started = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      signal: abort.signal,
      onListen: () => {},
    }, createServeHandler(handler, peerByPort, onForeignClient));
    started.finished.catch((error: unknown) => {
      onFailure(error);
      startAgain();
    });
    return started;
  }

  function startAgain(): void {
    if (abort.signal.aborted) return;
    restart = setTimeout(() => {
      try {
        server = listen();
      } catch (error) {
        onFailure(error);
        startAgain();
      }
    }, RESTART_DELAY_MS);
  }

  return {
    get port() {
      return server.addr.port;
    },
    close: async () => {
      clearTimeout(restart);
      abort.abort();
      await server.finished.catch(() => {});
    },
  };
}

function createServeHandler(
  handler: HttpHandler,
  peerByPort: (port: number) => TcpPeer | undefined,
  onForeignClient: () => void,
): Deno.ServeHandler<Deno.NetAddr> {
  return async (request, { remoteAddr }) => {
    const peer = peerByPort(remoteAddr.port);
    if (peer === undefined) {
      onForeignClient();
      return new Response(null, {
        status: 403,
        headers: { connection: "close" },
      });
    }
    return await handler(request, peer);
  };
}
