import { assertEquals } from "@std/assert";
import { Duplex } from "node:stream";
import { StreamClients } from "../../../../ice/transport/stream_listener.ts";
import {
  DEFAULT_STREAM_CLIENT_LIMITS,
  type StreamClientLimits,
} from "../../../../ice/transport/stream_connection.ts";
import { encodeText, START_MS, TurnWorld } from "../../../fakes/turn_world.ts";

const BINDING = "000100002112a442000000000000000000000001";
const REMOTE = { hostname: "203.0.113.9", port: 4711 };
const LOCAL = { hostname: "198.51.100.1", port: 3478 };

/** A socket whose other end reads on request only. */
class FakeSocket extends Duplex {
  readonly written: string[] = [];
  isReading = true;

  override _read(): void {}

  override _write(
    chunk: Uint8Array,
    _encoding: string,
    done: () => void,
  ): void {
    this.written.push(Uint8Array.from(chunk).toHex());
    if (this.isReading) done();
  }
}

function setup(limits: Partial<StreamClientLimits> = {}) {
  const world = new TurnWorld();
  const clients = new StreamClients(
    world.server,
    { ...DEFAULT_STREAM_CLIENT_LIMITS, ...limits },
    {
      onDrop: (reason) => world.server.counters.countDrop(reason),
      onError: (error) => {
        throw error;
      },
      nowMs: () => world.nowMs,
    },
    (cause) => void world.refusals.push(cause),
  );
  const connect = (hostname = REMOTE.hostname) => {
    const socket = new FakeSocket();
    const remote = { hostname, port: REMOTE.port };
    if (clients.admit(socket, hostname)) {
      clients.serve(socket, { transport: "tcp", remote, local: LOCAL });
    }
    return socket;
  };
  return { world, clients, connect };
}

/** Waits for the pending events of a stream. */
const waitForEvents = () => new Promise((resolve) => setImmediate(resolve));

Deno.test("Requests on a stream are answered on it, in one chunk or in several", async () => {
  const { connect } = setup();
  const socket = connect();
  socket.push(Uint8Array.fromHex(BINDING + BINDING.slice(0, 10)));
  await waitForEvents();
  assertEquals(socket.written.length, 1);
  socket.push(Uint8Array.fromHex(BINDING.slice(10)));
  await waitForEvents();
  assertEquals(socket.written.length, 2);
  socket.destroy();
});

Deno.test("A stream that is not TURN is closed", async () => {
  const { world, connect } = setup();
  const socket = connect();
  socket.push(encodeText("GET / HTTP/1.1\r\n\r\n"));
  await waitForEvents();
  assertEquals(socket.destroyed, true);
  assertEquals(world.server.counters.dropCount("not-turn"), 1);
});

Deno.test("A stream without an allocation is closed after its idle time", async () => {
  for (
    const [offset, isClosed] of [[-1, false], [0, true], [1, true]] as const
  ) {
    const { clients, connect } = setup({ idleMs: 30_000 });
    const socket = connect();
    socket.push(Uint8Array.fromHex(BINDING));
    await waitForEvents();
    clients.sweep(START_MS + 30_000 + offset);
    assertEquals(socket.destroyed, isClosed, `at t${offset}`);
    socket.destroy();
  }
});

Deno.test("A stream with an incomplete message is closed after a time", async () => {
  const { clients, connect } = setup({ stalledMs: 20_000, idleMs: 1e9 });
  const socket = connect();
  socket.push(Uint8Array.fromHex(BINDING.slice(0, 20)));
  await waitForEvents();
  clients.sweep(START_MS + 19_999);
  assertEquals(socket.destroyed, false);
  clients.sweep(START_MS + 20_000);
  assertEquals(socket.destroyed, true);
});

Deno.test("Buffered bytes for a client that does not read are limited, then it is closed", async () => {
  const { world, clients, connect } = setup({
    maxBufferedBytes: 320,
    stalledMs: 20_000,
    idleMs: 1e9,
  });
  const socket = connect();
  socket.isReading = false;
  for (let n = 0; n < 100; n++) socket.push(Uint8Array.fromHex(BINDING));
  await waitForEvents();
  assertEquals(socket.writableLength, 352);
  assertEquals(world.server.counters.dropCount("slow-client"), 89);
  clients.sweep(START_MS + 19_999);
  assertEquals(socket.destroyed, false);
  clients.sweep(START_MS + 20_000);
  assertEquals(socket.destroyed, true);
});

Deno.test("Connections are limited per address and in total, and a closed one frees its slot", async () => {
  const { clients, connect } = setup({
    maxConnections: 3,
    maxConnectionsPerIp: 2,
  });
  const first = connect();
  const others = [connect(), connect(), connect("203.0.113.10")];
  const last = connect("203.0.113.11");
  assertEquals(
    [first, ...others, last].map((socket) => socket.destroyed),
    [false, false, true, false, true],
  );
  first.destroy();
  await waitForEvents();
  assertEquals(clients.size, 2);
  const again = connect();
  assertEquals(again.destroyed, false);
  for (const socket of [...others, again]) socket.destroy();
  await waitForEvents();
  assertEquals(clients.size, 0);
});

Deno.test("The end of a stream ends its allocation", async () => {
  const { world, connect } = setup();
  const socket = connect();
  const client = world.createClient("u", { transport: "tcp", ...REMOTE });
  socket.push(client.buildRequest(3));
  await waitForEvents();
  const nonce = Uint8Array.fromHex(socket.written[0] ?? "");
  client.nonce = new TextDecoder("latin1").decode(nonce)
    .match(/obMatJos2.{24}/)?.[0] ?? "";
  // The nonce covers the local port too, which both have in common.
  socket.push(client.buildRequest(3, (writer) => {
    writer.bytes(0x19, Uint8Array.of(17, 0, 0, 0));
  }));
  await waitForEvents();
  assertEquals(world.server.usage.allocations, 1);
  socket.push(null);
  await waitForEvents();
  await waitForEvents();
  assertEquals(world.server.usage.allocations, 0);
});
