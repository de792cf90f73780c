/**
 * The one `Deno.serve` of the process. It listens on loopback for the front
 * alone: who comes from a port that the front did not open is turned away.
 *
 * @module
 */
import type { HttpHandler } from "./router.ts";
import type { TcpPeer } from "../front/front_connections.ts";

/** A running HTTP server. */
export interface HttpServer {
  /** Loopback port for the front; another one after a failure. */
  readonly port: number;
  /** Ends it; open connections are cut. */
  close(): Promise<void>;
}

/** Milliseconds until a server that failed starts again. */
const RESTART_DELAY_MS = 500;

/**
 * Serves `handler` to the front, which tells who is behind a local port.
 *
 * `Deno.serve` ends with an error when it may open no more files. Then it
 * starts again on another port.
 */
export function serveHttp(
  handler: HttpHandler,
  passedOn: (port: number) => TcpPeer | undefined,
  onFailure: (error: unknown) => void,
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
    }, createServeHandler(handler, passedOn));
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
  passedOn: (port: number) => TcpPeer | undefined,
): Deno.ServeHandler<Deno.NetAddr> {
  return async (request, { remoteAddr }) => {
    const passed = passedOn(remoteAddr.port);
    if (passed === undefined) {
      return new Response(null, {
        status: 403,
        headers: { connection: "close" },
      });
    }
    return await handler(request, {
      peer: passed,
      isTls: passed.isTls,
      authority: authorityOf(request.url),
    });
  };
}

function authorityOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
