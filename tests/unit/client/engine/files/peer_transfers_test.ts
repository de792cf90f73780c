import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { readChunk } from "../../../../../client/engine/files/chunk_frame.ts";
import {
  CHUNK_BYTES,
  HIGH_WATER_BYTES,
  WINDOW_BYTES,
  WRITE_BYTES,
} from "../../../../../client/engine/files/file_limits.ts";
import {
  accepted,
  bytesOf,
  endOf,
  FakeSink,
  FileWorld,
} from "../../fakes/fake_file_world.ts";

Deno.test.each([
  { size: 0 },
  { size: 1 },
  { size: CHUNK_BYTES },
  { size: CHUNK_BYTES + 1 },
  { size: 3 * WRITE_BYTES + 5 },
])("FileLink brings $size bytes over as they are", async ({ size }) => {
  const { world, bytes, outgoing, incoming, sink } = await accepted(size);
  world.b.accept(incoming, sink);
  await world.flow();
  assertEquals(incoming.status, { kind: "done" });
  assertEquals(outgoing.status, { kind: "done" });
  assertEquals(await sink.bytes(), bytes);
  assertEquals(sink.state, "closed");
  assertEquals([outgoing.bytes, incoming.bytes], [size, size]);
});

Deno.test("FileLink sends nothing of a file before it is accepted", async () => {
  const { world, outgoing } = await accepted(CHUNK_BYTES);
  await world.flow();
  assertEquals(outgoing.status, { kind: "offered" });
  assertEquals(outgoing.bytes, 0);
});

Deno.test("FileLink gives a channel no more than the high water mark and a piece", async () => {
  const { world, incoming, sink } = await accepted(3 * HIGH_WATER_BYTES);
  world.b.accept(incoming, sink);
  await world.flow();
  assertEquals(incoming.status, { kind: "done" });
  assertGreater(world.pair.a.mostBuffered, HIGH_WATER_BYTES / 2);
  assertLess(
    world.pair.a.mostBuffered,
    HIGH_WATER_BYTES + 2 * CHUNK_BYTES,
  );
});

Deno.test("FileLink never sends further than the window beyond what is written", async () => {
  const { world, incoming, sink } = await accepted(2 * WINDOW_BYTES);
  sink.hold();
  world.b.accept(incoming, sink);
  let sent = 0;
  const { a } = world.pair;
  const send = a.send.bind(a);
  a.send = (data) => {
    if (data instanceof ArrayBuffer) sent += readChunk(data)?.bytes.length ?? 0;
    send(data);
  };
  await world.flow();
  assertGreater(sent, WINDOW_BYTES - CHUNK_BYTES);
  assertLess(sent, WINDOW_BYTES + 1);
  sink.go();
  await world.flow();
  assertEquals(incoming.status, { kind: "done" });
  assertEquals(sent, 2 * WINDOW_BYTES);
});

Deno.test("FileLink gives each of several files its turn", async () => {
  const world = new FileWorld();
  world.connect();
  const size = WINDOW_BYTES;
  for (let i = 0; i < 3; i++) world.a.offer(world.source(bytesOf(size)));
  await world.flow();
  const sinks = world.offers.map((incoming) => {
    const sink = new FakeSink();
    world.b.accept(incoming, sink);
    return sink;
  });
  // The first was alone until the others were accepted.
  await world.flow(() => world.offers.some((i) => i.bytes > size * 3 / 4));
  for (const { bytes } of world.offers) assertGreater(bytes, size / 4);
  await world.flow();
  assertEquals(world.offers.map((i) => i.status.kind), Array(3).fill("done"));
  for (const sink of sinks) assertEquals((await sink.bytes()).length, size);
});

Deno.test("FileLink goes on over a new channel at the byte that was written last", async () => {
  const { world, bytes, outgoing, incoming, sink } = await accepted(
    2 * WINDOW_BYTES + 9,
  );
  world.b.accept(incoming, sink);
  await world.flow(() => incoming.bytes > WINDOW_BYTES / 2);
  world.pair.cut();
  const written = incoming.bytes;
  assertLess(written, bytes.length);
  assertEquals(incoming.status, { kind: "moving" });
  world.connect();
  const offsets: number[] = [];
  const { a } = world.pair;
  const send = a.send.bind(a);
  a.send = (data) => {
    if (data instanceof ArrayBuffer) offsets.push(readChunk(data)?.offset ?? 0);
    send(data);
  };
  await world.flow();
  assertGreater((offsets[0] ?? 0) + 1, written);
  assertEquals(offsets[0], offsets.toSorted((x, y) => x - y)[0]);
  assertEquals(outgoing.status, { kind: "done" });
  // Byte for byte and none twice, although pieces were lost on the way.
  assertEquals(await sink.bytes(), bytes);
});

Deno.test("FileLink goes on after a channel that was replaced in the midst of a write", async () => {
  const { world, bytes, incoming, sink } = await accepted(WINDOW_BYTES);
  sink.hold();
  world.b.accept(incoming, sink);
  await world.flow();
  world.connect();
  await world.flow();
  // Where to go on is not known before the write is over.
  assertEquals(incoming.isLive, false);
  sink.go();
  await world.flow();
  assertEquals(incoming.status, { kind: "done" });
  assertEquals(await sink.bytes(), bytes);
});

Deno.test("FileLink offers again what was offered while there was no channel", async () => {
  const world = new FileWorld();
  world.a.offer(world.source(bytesOf(3)));
  world.connect();
  await world.flow();
  world.connect();
  await world.flow();
  assertEquals(world.offers.map(({ name, size }) => [name, size]), [
    ["a.bin", 3],
  ]);
});

Deno.test("FileLink tells on a new channel that the file has arrived", async () => {
  const { world, outgoing, incoming, sink } = await accepted(10);
  world.b.accept(incoming, sink);
  await world.flow(() => outgoing.status.kind === "checking");
  world.pair.b.buffer.length = 0;
  await world.flow(() => incoming.status.kind === "done");
  world.pair.cut();
  assertEquals(outgoing.status, { kind: "checking" });
  world.connect();
  await world.flow();
  assertEquals(outgoing.status, { kind: "done" });
  assertEquals((await sink.bytes()).length, 10);
});

Deno.test("FileLink says nothing to a page that does not know files", async () => {
  const world = new FileWorld();
  const { a } = world.pair;
  world.a.attach(a);
  a.open();
  world.a.offer(world.source(bytesOf(3)));
  await world.flow();
  assertEquals(a.buffer, []);
  world.pair = new FileWorld().pair;
  world.a.attach(world.pair.a);
  world.pair.a.open();
  assertEquals(world.pair.a.buffer, ['{"kind":"hello","offers":[1]}']);
});

for (const state of ["offered", "moving", "checking"] as const) {
  const bring = async () => {
    const it = await accepted(WINDOW_BYTES + 7);
    const { world, incoming, sink, outgoing } = it;
    if (state !== "offered") world.b.accept(incoming, sink);
    if (state === "moving") await world.flow(() => incoming.bytes > 0);
    if (state === "checking") {
      await world.flow(() => incoming.bytes > WINDOW_BYTES / 2);
      sink.hold();
      await world.flow(() => outgoing.status.kind === "checking");
    }
    assertEquals(outgoing.status.kind, state);
    return it;
  };

  Deno.test(`FileLink stops a file that is ${state} when its sender says so`, async () => {
    const { world, outgoing, incoming, sink } = await bring();
    world.a.cancelOutgoing(outgoing.source.id, "cancelled");
    await world.flow();
    sink.go();
    assertEquals(outgoing.status, endOf("cancelled", false));
    assertEquals(incoming.status, endOf("cancelled", true));
    assertEquals(sink.state, state === "offered" ? "open" : "aborted");
  });

  Deno.test(`FileLink stops a file that is ${state} when its receiver says so`, async () => {
    const { world, outgoing, incoming, sink } = await bring();
    world.b.cancelIncoming(incoming.id, "cancelled");
    sink.go();
    await world.flow();
    assertEquals(incoming.status, endOf("cancelled", false));
    assertEquals(outgoing.status, endOf("cancelled", true));
    assertEquals(sink.state, state === "offered" ? "open" : "aborted");
  });

  Deno.test(`FileLink learns on a new channel that a file was stopped which was ${state}`, async () => {
    const { world, outgoing, incoming, sink } = await bring();
    world.pair.cut();
    sink.go();
    world.a.cancelOutgoing(outgoing.source.id, "cancelled");
    world.connect();
    await world.flow();
    assertEquals(incoming.status, endOf("cancelled", true));
  });
}

Deno.test("FileLink tells on a new channel that the receiver stopped a file", async () => {
  const { world, outgoing, incoming, sink } = await accepted(WINDOW_BYTES);
  world.b.accept(incoming, sink);
  world.pair.cut();
  world.b.cancelIncoming(incoming.id, "cancelled");
  world.connect();
  await world.flow();
  assertEquals(outgoing.status, endOf("cancelled", true));
});

Deno.test("FileLink throws away a file whose bytes are not those that were sent", async () => {
  const { world, outgoing, incoming, sink } = await accepted(2 * CHUNK_BYTES);
  world.b.accept(incoming, sink);
  const receive = world.pair.b.receive.bind(world.pair.b);
  world.pair.b.receive = (data) => {
    if (data instanceof ArrayBuffer) new Uint8Array(data)[100] = 1;
    receive(data);
  };
  await world.flow();
  assertEquals(incoming.status, endOf("checksum", false));
  assertEquals(outgoing.status, endOf("checksum", true));
  assertEquals(sink.state, "aborted");
  assertEquals(incoming.saved, null);
});

Deno.test("FileLink ends a file that cannot be written, and tells the sender", async () => {
  const { world, outgoing, incoming, sink } = await accepted(10);
  sink.isFull = true;
  world.b.accept(incoming, sink);
  await world.flow();
  assertEquals(incoming.status, endOf("unwritable", false));
  assertEquals(outgoing.status, endOf("unwritable", true));
  assertEquals(sink.state, "aborted");
});

Deno.test("FileLink ends a file that became shorter, and tells the receiver", async () => {
  const world = new FileWorld();
  world.connect();
  const source = world.source(bytesOf(10));
  source.read = () => Promise.reject(new Error("NotReadableError"));
  const outgoing = world.a.offer(source);
  await world.flow();
  const [incoming] = world.offers;
  assert(incoming);
  world.b.accept(incoming, new FakeSink());
  await world.flow();
  assertEquals(outgoing?.status, endOf("unreadable", false));
  assertEquals(incoming.status, endOf("unreadable", true));
});

Deno.test("FileLink.close() throws away what is incomplete", async () => {
  const { world, incoming, sink } = await accepted(WINDOW_BYTES);
  world.b.accept(incoming, sink);
  await world.flow(() => incoming.bytes > 0);
  world.b.close();
  assertEquals(incoming.status, endOf("left", true));
  assertEquals(sink.state, "aborted");
});
