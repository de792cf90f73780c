/**
 * A TCP proxy between browser and server that a test can cut: then it drops
 * open connections and refuses new ones. Media does not pass through it.
 *
 * @module
 */

/** Forwards connections from its own port on loopback to `upstreamPort`. */
export class TcpProxy implements AsyncDisposable {
  #listener: Deno.TcpListener;
  #upstreamPort: number;
  #open = new Set<Deno.TcpConn>();
  #work = new Set<Promise<void>>();
  #isCut = false;
  #accepted = 0;

  constructor(upstreamPort: number) {
    this.#upstreamPort = upstreamPort;
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.#track(this.#accept());
  }

  /** Port for the browser. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** Number of accepted connections, refused ones included. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Drops every connection and refuses new ones until `heal()`. */
  cut(): void {
    this.#isCut = true;
    for (const connection of this.#open) close(connection);
    this.#open.clear();
  }

  /** Forwards again. */
  heal(): void {
    this.#isCut = false;
  }

  #track(work: Promise<void>): void {
    this.#work.add(work);
    work.finally(() => this.#work.delete(work));
  }

  async #accept(): Promise<void> {
    for await (const client of this.#listener) {
      this.#accepted++;
      if (this.#isCut) close(client);
      else this.#track(this.#forward(client));
    }
  }

  async #forward(client: Deno.TcpConn): Promise<void> {
    this.#open.add(client);
    try {
      const upstream = await Deno.connect({
        hostname: "127.0.0.1",
        port: this.#upstreamPort,
      });
      this.#open.add(upstream);
      // The connection was cut while this half was being made.
      if (this.#isCut) close(upstream);
      await Promise.all([copy(client, upstream), copy(upstream, client)]);
      this.#open.delete(upstream);
    } catch {
      // No server: a dropped connection for the browser.
      close(client);
    } finally {
      this.#open.delete(client);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.#listener.close();
    await Promise.all(this.#work);
  }
}

async function copy(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
  try {
    const buffer = new Uint8Array(65_536);
    for (;;) {
      const count = await from.read(buffer);
      if (count === null) break;
      for (let at = 0; at < count;) {
        at += await to.write(buffer.subarray(at, count));
      }
    }
  } catch {
    // Either end may close at any time.
  }
  close(from);
  close(to);
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // Already closed.
  }
}
