/**
 * The one `Deno.serve` of the process. It listens on loopback for the front
 * alone: who comes from a port that the front did not open is turned away.
 *
 * @module
 */
import type { HttpHandler } from "./http/router.ts";
import type { Passed } from "./tls_front.ts";

/** A running HTTP server. */
export interface HttpServer {
  /** Loopback port for the front. */
  readonly port: number;
  /** Ends it; open connections are cut. */
  close(): Promise<void>;
}

/** Serves `handler` to the front, which tells who is behind a local port. */
export function serveHttp(
  handler: HttpHandler,
  passedOn: (port: number) => Passed | undefined,
): HttpServer {
  const abort = new AbortController();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    signal: abort.signal,
    onListen: () => {},
  }, async (request, { remoteAddr }) => {
    const passed = remoteAddr.transport === "tcp"
      ? passedOn(remoteAddr.port)
      : undefined;
    if (passed === undefined) {
      return new Response(null, {
        status: 403,
        headers: { connection: "close" },
      });
    }
    const { peer, isHttp2 } = passed;
    const response = await handler(request, {
      peer,
      tls: peer.isTls,
      authority: authorityOf(request.url),
    });
    // A second request on the connection could ask for a WebSocket, which the
    // front would not see.
    if (!isHttp2) response.headers.set("connection", "close");
    return response;
  });
  return {
    port: server.addr.port,
    close: async () => {
      abort.abort();
      await server.finished;
    },
  };
}

function authorityOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
