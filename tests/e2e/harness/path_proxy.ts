/**
 * A reverse proxy that serves a Maru below a path, as a web server with other
 * sites does: it removes the path from requests and refuses all others. One
 * request for each connection.
 *
 * @module
 */

const MAX_HEAD_BYTES = 65_536;

/** Forwards requests below `path` to a server on loopback, in the clear. */
export class PathProxy implements AsyncDisposable {
  readonly #path: string;
  readonly #upstreamPort: number;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.TcpConn>();
  readonly #work: Promise<void>[] = [];

  /** `path` begins with a slash and ends with none. */
  constructor(upstreamPort: number, path: string) {
    this.#path = path;
    this.#upstreamPort = upstreamPort;
    this.#work.push(this.#accept());
  }

  /** Address of the start page, without a slash at the end. */
  get origin(): string {
    return `http://localhost:${this.#listener.addr.port}${this.#path}`;
  }

  async #accept(): Promise<void> {
    for await (const client of this.#listener) {
      this.#work.push(this.#forward(client));
    }
  }

  async #forward(client: Deno.TcpConn): Promise<void> {
    this.#open.add(client);
    try {
      const head = this.#rewrite(await readHead(client));
      if (head === null) {
        await client.write(encode("HTTP/1.1 404 Not Found\r\n\r\n"));
        return;
      }
      const upstream = await Deno.connect({ port: this.#upstreamPort });
      this.#open.add(upstream);
      await upstream.write(encode(head));
      const closeBoth = () => this.#close(client, upstream);
      await Promise.all([
        client.readable.pipeTo(upstream.writable).catch(closeBoth),
        upstream.readable.pipeTo(client.writable).catch(closeBoth),
      ]);
    } catch {
      // Browser or server closed the connection.
    } finally {
      this.#close(client);
    }
  }

  /** The head of a request for the server, or null for another site. */
  #rewrite(head: string): string | null {
    const [line = "", ...fields] = head.split("\r\n");
    const [method, target = "", version] = line.split(" ");
    if (!target.startsWith(`${this.#path}/`)) return null;
    const isUpgrade = fields.some((field) => /^upgrade:/i.test(field));
    const kept = isUpgrade ? fields : [
      "Connection: close",
      ...fields.filter((f) => !/^connection:/i.test(f)),
    ];
    return [`${method} ${target.slice(this.#path.length)} ${version}`, ...kept]
      .join("\r\n");
  }

  #close(...connections: readonly Deno.TcpConn[]): void {
    for (const connection of connections) {
      this.#open.delete(connection);
      try {
        connection.close();
      } catch {
        // Already closed.
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.#close(...this.#open);
    await Promise.all(this.#work);
  }
}

/** Bytes up to the end of the head; a browser sends no more before its answer. */
async function readHead(client: Deno.TcpConn): Promise<string> {
  const buffer = new Uint8Array(4096);
  const decoder = new TextDecoder();
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const count = await client.read(buffer);
    if (count === null || head.length > MAX_HEAD_BYTES) {
      throw new Deno.errors.UnexpectedEof("No head of a request");
    }
    head += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  return head;
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
