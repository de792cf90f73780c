/**
 * Server of the bare call: its page, and a WebSocket for each path that passes
 * each message on to the socket of the path that it is for.
 *
 * @module
 */
import { SignalingRooms } from "./signaling_rooms.ts";

const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  page: ["bare_page.html", "text/html"],
  script: ["bare_page.js", "text/javascript"],
};

/** A running server of the bare call. */
export class BareServer implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #rooms = new SignalingRooms();

  /** Listens on a free port of loopback. */
  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#handle(request),
    );
  }

  /** `http://localhost:PORT` */
  get origin(): string {
    return `http://localhost:${this.#server.addr.port}`;
  }

  /** Ends the server with its sockets. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.headers.get("upgrade") === "websocket") {
      const { socket, response } = Deno.upgradeWebSocket(request);
      this.#rooms.add(pathname, socket);
      return response;
    }
    const kind = pathname.endsWith(".js") ? "script" : "page";
    const [file, type] = FILES[kind] ?? ["", ""];
    const body = await Deno.readFile(new URL(file, import.meta.url));
    return new Response(body, { headers: { "content-type": type } });
  }
}
