/**
 * A proxy before a Maru without TLS that adds a script to each page, since
 * WebDriver cannot run one before those of the page.
 *
 * @module
 */

/** A running proxy. */
export interface InjectingProxy extends AsyncDisposable {
  readonly origin: string;
}

const SCRIPT_PATH = "/injected.js";

/** Starts a proxy on loopback. */
export function startInjectingProxy(
  upstreamPort: number,
  script: string,
): InjectingProxy {
  const upstream = `localhost:${upstreamPort}`;
  const sockets = new Set<WebSocket>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      if (pathname === SCRIPT_PATH) {
        const headers = { "content-type": "text/javascript" };
        return new Response(script, { headers });
      }
      if (request.headers.get("upgrade") === "websocket") {
        return bridge(request, `ws://${upstream}${pathname}${search}`, sockets);
      }
      const { headers } = request;
      const response = await fetch(`http://${upstream}${pathname}${search}`, {
        headers: { "accept-language": headers.get("accept-language") ?? "" },
      });
      return await withScript(response);
    },
  );
  return {
    origin: `http://localhost:${server.addr.port}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.close();
      await server.shutdown();
    },
  };
}

async function withScript(response: Response): Promise<Response> {
  const headers = new Headers(response.headers);
  for (const name of ["content-length", "content-encoding", "etag"]) {
    headers.delete(name);
  }
  const { status } = response;
  if (!headers.get("content-type")?.startsWith("text/html")) {
    return new Response(response.body, { status, headers });
  }
  const html = (await response.text())
    .replace("<script", `<script src="${SCRIPT_PATH}"></script><script`);
  return new Response(html, { status, headers });
}

function bridge(
  request: Request,
  url: string,
  sockets: Set<WebSocket>,
): Response {
  const protocol = request.headers.get("sec-websocket-protocol") ?? "";
  const { socket, response } = Deno.upgradeWebSocket(request, { protocol });
  const upstream = new WebSocket(url, protocol === "" ? [] : [protocol]);
  sockets.add(socket);
  const opened = new Promise<void>((resolve) =>
    upstream.onopen = () => resolve()
  );
  socket.onmessage = ({ data }) => void opened.then(() => upstream.send(data));
  upstream.onmessage = ({ data }) => socket.send(data);
  socket.onclose = () => {
    sockets.delete(socket);
    upstream.close();
  };
  // A code of the server is at least 1000; reserved ones cannot be sent.
  upstream.onclose = ({ code, reason }) =>
    socket.readyState === WebSocket.OPEN &&
    socket.close(code === 1000 || code >= 3000 ? code : 3000, reason);
  return response;
}
