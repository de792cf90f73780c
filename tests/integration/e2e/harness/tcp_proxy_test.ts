import { assertEquals } from "@std/assert";
import { TcpProxy } from "../../../e2e/harness/tcp_proxy.ts";

const ignore =
  (await Deno.permissions.query({ name: "net" })).state !== "granted";

/** A server on loopback that sends back what it gets. */
class Echo implements AsyncDisposable {
  #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  #done = this.#serve();

  get port(): number {
    return this.#listener.addr.port;
  }

  async #serve(): Promise<void> {
    const all: Promise<void>[] = [];
    for await (const connection of this.#listener) {
      all.push(connection.readable.pipeTo(connection.writable));
    }
    await Promise.allSettled(all);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#done;
  }
}

function connect(proxy: TcpProxy): Promise<Deno.TcpConn> {
  return Deno.connect({ hostname: "127.0.0.1", port: proxy.port });
}

/** What comes back, or null when the connection ends instead. */
async function ask(connection: Deno.Conn, text: string) {
  try {
    await connection.write(new TextEncoder().encode(text));
    const buffer = new Uint8Array(100);
    const count = await connection.read(buffer);
    return count && new TextDecoder().decode(buffer.subarray(0, count));
  } catch {
    return null;
  }
}

Deno.test({
  name: "TcpProxy forwards, drops all while it is cut, and forwards again",
  ignore,
  fn: async () => {
    await using echo = new Echo();
    await using proxy = new TcpProxy(echo.port);
    using first = await connect(proxy);
    assertEquals(await ask(first, "one"), "one");
    proxy.cut();
    assertEquals(await ask(first, "two"), null);
    using second = await connect(proxy);
    assertEquals(await ask(second, "three"), null);
    proxy.heal();
    using third = await connect(proxy);
    assertEquals(await ask(third, "four"), "four");
    assertEquals(proxy.accepted, 3);
  },
});

Deno.test({
  name: "TcpProxy drops a connection when nothing listens behind it",
  ignore,
  fn: async () => {
    const echo = new Echo();
    await using proxy = new TcpProxy(echo.port);
    await echo[Symbol.asyncDispose]();
    using connection = await connect(proxy);
    assertEquals(await ask(connection, "one"), null);
  },
});
