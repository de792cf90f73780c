import { assertEquals } from "@std/assert";
import { DenoUdpEngine } from "../../../../ice/transport/deno_udp.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0 };
const FROM = { transport: "udp" as const, hostname: "192.0.2.1", port: 9 };
const OBSERVER = { onDrop: () => {}, onError: () => {}, nowMs: () => 1 };

/** A socket that hands out datagrams of given lengths, and keeps the buffer sizes. */
class FakeDatagramConn implements Deno.DatagramConn {
  readonly addr = { ...FROM };
  readonly bufferBytes: number[] = [];
  #deliver: (length: number) => void = () => {};

  receive(
    buffer = new Uint8Array(),
  ): Promise<[Uint8Array<ArrayBuffer>, Deno.Addr]> {
    this.bufferBytes.push(buffer.length);
    return new Promise((resolve) => {
      this.#deliver = (length) => {
        const data = new Uint8Array(Math.min(length, buffer.length));
        resolve([data, this.addr]);
      };
    });
  }

  /** Delivers one datagram and waits until the next one is awaited. */
  async deliver(length: number): Promise<number> {
    const before = this.bufferBytes.length;
    this.#deliver(length);
    while (this.bufferBytes.length === before) await Promise.resolve();
    return this.bufferBytes.at(-1) ?? 0;
  }

  send(): Promise<number> {
    return Promise.resolve(0);
  }

  close(): void {}
  joinMulticastV4 = (): never => this.#unsupported();
  joinMulticastV6 = (): never => this.#unsupported();
  [Symbol.dispose](): void {}
  async *[Symbol.asyncIterator](): AsyncIterableIterator<
    [Uint8Array<ArrayBuffer>, Deno.Addr]
  > {}

  #unsupported(): never {
    throw new TypeError("Not supported");
  }
}

/** An engine over fake sockets. */
function setUp() {
  const sockets: FakeDatagramConn[] = [];
  const listen = (() => {
    const socket = new FakeDatagramConn();
    sockets.push(socket);
    return socket;
  }) as unknown as typeof Deno.listenDatagram;
  const engine = new DenoUdpEngine(OBSERVER, listen);
  const bind = (): FakeDatagramConn => {
    engine.bind(LOCAL, "usual", () => {});
    const socket = sockets.at(-1);
    if (!socket) throw new Error("No socket");
    return socket;
  };
  return { engine, bind };
}

Deno.test("DenoUdpEngine gives the memory for a large datagram back after usual ones", async () => {
  const socket = setUp().bind();
  assertEquals(await socket.deliver(1200), 2048);
  assertEquals(await socket.deliver(2100), 65_508);
  assertEquals(await socket.deliver(9000), 65_508);
  for (let usual = 0; usual < 31; usual++) {
    assertEquals(await socket.deliver(1200), 65_508);
  }
  assertEquals(await socket.deliver(1200), 2048);
});

Deno.test("DenoUdpEngine has room for large datagrams at a bounded number of sockets", async () => {
  const { bind } = setUp();
  const sockets = Array.from({ length: 70 }, bind);
  let large = 0;
  for (const socket of sockets) {
    if (await socket.deliver(2100) > 2048) large++;
  }
  assertEquals(large, 64);
});

Deno.test("DenoUdpEngine.bind() tells that the descriptors are used up", () => {
  for (
    const [code, expected] of [
      ["EMFILE", "no-descriptors"],
      ["ENFILE", "no-descriptors"],
      ["EACCES", "failed"],
    ] as const
  ) {
    const listen = (() => {
      throw Object.assign(new Error("Too many open files"), { code });
    }) as typeof Deno.listenDatagram;
    const engine = new DenoUdpEngine(OBSERVER, listen);
    assertEquals(engine.bind(LOCAL, "usual", () => {}), expected);
  }
});
