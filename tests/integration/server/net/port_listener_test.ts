import { assertEquals, assertRejects } from "@std/assert";
import type { Buffer } from "node:buffer";
import {
  PortListener,
  type PortListenerOptions,
} from "../../../../server/net/port_listener.ts";
import { makeCertificate } from "../../../fakes/certificate.ts";
import { HttpExchange } from "../../../fakes/http_exchange.ts";

const ignore = (await Deno.permissions.query({ name: "net" })).state !==
  "granted";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore, fn });
}

/** A listener that echoes, its clock, and its number of slots in use. */
class ListenerWorld implements Disposable {
  readonly listener: PortListener;
  slots = 0;
  nowMs = 0;
  port = 0;

  private constructor(options: Partial<PortListenerOptions>) {
    this.listener = new PortListener({
      certificate: null,
      handshakeTimeoutMs: 1_000,
      acquireSlot: () => {
        this.slots++;
        return () => this.slots--;
      },
      onConnection: ({ stream, isTls }) => {
        stream.write(`${isTls} `);
        stream.on("data", (chunk: Buffer) => stream.write(chunk));
        stream.once("end", () => stream.end());
      },
      onError: () => {},
      nowMs: () => this.nowMs,
      ...options,
    });
  }

  static async start(
    options: Partial<PortListenerOptions> = {},
  ): Promise<ListenerWorld> {
    const world = new ListenerWorld(options);
    world.port = (await world.listener.listen(0, "127.0.0.1")).port;
    return world;
  }

  /** Waits until as many slots are in use. */
  async waitForSlots(count: number): Promise<void> {
    const endMs = Date.now() + 5_000;
    while (this.slots !== count) {
      if (Date.now() > endMs) throw new Error(`${this.slots} slots are in use`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  [Symbol.dispose](): void {
    this.listener.close();
  }
}

test("PortListener counts a connection until its socket has closed", async () => {
  using world = await ListenerWorld.start();
  const client = HttpExchange.connect(world);
  client.send("x");
  await client.waitForRest("false x");
  assertEquals(world.slots, 1);
  await client[Symbol.asyncDispose]();
  await world.waitForSlots(0);
});

test("PortListener gives a slot back once, whether asked or at the end", async () => {
  using world = await ListenerWorld.start({
    onConnection: ({ stream, releaseSlot }) => {
      releaseSlot();
      releaseSlot();
      stream.end("done");
    },
  });
  await using client = HttpExchange.connect(world);
  await client.waitForClose();
  assertEquals([client.rest, world.slots], ["done", 0]);
});

test("PortListener closes a connection without a slot", async () => {
  using world = await ListenerWorld.start({ acquireSlot: () => null });
  await using client = HttpExchange.connect(world);
  await client.waitForClose();
  assertEquals(client.rest, "");
});

test("PortListener closes a handshake at its deadline, begun or not", async () => {
  const certificate = await makeCertificate("localhost");
  for (const onPlaintext of [undefined, () => {}]) {
    for (const bytes of ["", "\x16\x03\x01"]) {
      using world = await ListenerWorld.start({
        certificate,
        ...(onPlaintext ? { onPlaintext } : {}),
      });
      await using client = HttpExchange.connect(world);
      client.send(bytes);
      await world.waitForSlots(1);
      world.nowMs = 999;
      world.listener.tick();
      assertEquals(world.slots, 1);
      world.nowMs = 1_000;
      world.listener.tick();
      await client.waitForClose();
      await world.waitForSlots(0);
    }
  }
});

test("PortListener has no deadline after the handshake", async () => {
  const certificate = await makeCertificate("localhost");
  using world = await ListenerWorld.start({ certificate });
  await using client = HttpExchange.connect({
    ...world,
    port: world.port,
    authorityPem: certificate.cert,
  });
  await client.waitForRest("true ");
  world.nowMs = 1e9;
  world.listener.tick();
  client.send("x");
  await client.waitForRest("true x");
});

test("PortListener hands over a connection in the clear, or closes it", async () => {
  const certificate = await makeCertificate("localhost");
  using open = await ListenerWorld.start({
    certificate,
    onPlaintext: ({ stream, isTls }) => {
      stream.once("data", (chunk: Buffer) => stream.end(`${isTls} ${chunk}`));
      stream.resume();
    },
  });
  await using first = HttpExchange.connect(open);
  first.send("GET");
  await first.waitForClose();
  assertEquals(first.rest, "false GET");
  using strict = await ListenerWorld.start({ certificate });
  await using second = HttpExchange.connect(strict);
  second.send("GET / HTTP/1.1\r\n\r\n");
  await second.waitForClose();
  await strict.waitForSlots(0);
});

test("PortListener.listen() rejects when the port is in use", async () => {
  using world = await ListenerWorld.start();
  const second = new PortListener({
    certificate: null,
    handshakeTimeoutMs: 1,
    acquireSlot: () => null,
    onConnection: () => {},
    onError: () => {},
    nowMs: () => 0,
  });
  const error = await assertRejects(
    () => second.listen(world.port, "127.0.0.1"),
    Error,
  );
  assertEquals("code" in error && error.code, "EADDRINUSE");
});
