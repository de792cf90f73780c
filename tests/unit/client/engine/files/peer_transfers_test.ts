import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { decodeChunk } from "../../../../../client/engine/files/chunk_frame.ts";
import {
  CHUNK_BYTES,
  HIGH_WATER_BYTES,
  WINDOW_BYTES,
  WRITE_BATCH_BYTES,
} from "../../../../../client/engine/files/file_limits.ts";
import {
  FakeFileWorld,
  FakeSink,
  makeAcceptedTransfer,
  makeBytes,
  makeEndedStatus,
} from "../../fakes/fake_file_world.ts";

Deno.test.each([
  { size: 0 },
  { size: 1 },
  { size: CHUNK_BYTES },
  { size: CHUNK_BYTES + 1 },
  { size: 3 * WRITE_BATCH_BYTES + 5 },
])("PeerTransfers transfers $size bytes unchanged", async ({ size }) => {
  const { world, bytes, outgoing, incoming, sink } = await makeAcceptedTransfer(
    size,
  );
  world.b.accept(incoming, sink);
  await world.deliverAll();
  assertEquals(incoming.status, { kind: "done" });
  assertEquals(outgoing.status, { kind: "done" });
  assertEquals(await sink.bytes(), bytes);
  assertEquals(sink.state, "closed");
  assertEquals([outgoing.bytes, incoming.bytes], [size, size]);
});

Deno.test("PeerTransfers sends no chunk before a file is accepted", async () => {
  const { world, outgoing } = await makeAcceptedTransfer(CHUNK_BYTES);
  await world.deliverAll();
  assertEquals(outgoing.status, { kind: "offered" });
  assertEquals(outgoing.bytes, 0);
});

Deno.test("PeerTransfers buffers at most one chunk beyond the high-water mark", async () => {
  const { world, incoming, sink } = await makeAcceptedTransfer(
    3 * HIGH_WATER_BYTES,
  );
  world.b.accept(incoming, sink);
  await world.deliverAll();
  assertEquals(incoming.status, { kind: "done" });
  assertGreater(world.pair.a.maxBufferedBytes, HIGH_WATER_BYTES / 2);
  assertLess(
    world.pair.a.maxBufferedBytes,
    HIGH_WATER_BYTES + 2 * CHUNK_BYTES,
  );
});

Deno.test("PeerTransfers never exceeds the window beyond what is written", async () => {
  const { world, incoming, sink } = await makeAcceptedTransfer(
    2 * WINDOW_BYTES,
  );
  sink.pauseWrites();
  world.b.accept(incoming, sink);
  let sent = 0;
  const { a } = world.pair;
  const send = a.send.bind(a);
  a.send = (data) => {
    if (data instanceof ArrayBuffer) {
      sent += decodeChunk(data)?.bytes.length ?? 0;
    }
    send(data);
  };
  await world.deliverAll();
  assertGreater(sent, WINDOW_BYTES - CHUNK_BYTES);
  assertLess(sent, WINDOW_BYTES + 1);
  sink.resumeWrites();
  await world.deliverAll();
  assertEquals(incoming.status, { kind: "done" });
  assertEquals(sent, 2 * WINDOW_BYTES);
});

Deno.test("PeerTransfers serves several files in turn", async () => {
  const world = new FakeFileWorld();
  world.connect();
  const size = WINDOW_BYTES;
  for (let i = 0; i < 3; i++) world.a.offer(world.makeSource(makeBytes(size)));
  await world.deliverAll();
  const sinks = world.offers.map((incoming) => {
    const sink = new FakeSink();
    world.b.accept(incoming, sink);
    return sink;
  });
  // Only the first file was in transfer until the others were accepted.
  await world.deliverAll(() =>
    world.offers.some((i) => i.bytes > size * 3 / 4)
  );
  for (const { bytes } of world.offers) assertGreater(bytes, size / 4);
  await world.deliverAll();
  assertEquals(world.offers.map((i) => i.status.kind), Array(3).fill("done"));
  for (const sink of sinks) assertEquals((await sink.bytes()).length, size);
});

Deno.test("PeerTransfers resumes on a new channel at the last written byte", async () => {
  const { world, bytes, outgoing, incoming, sink } = await makeAcceptedTransfer(
    2 * WINDOW_BYTES + 9,
  );
  world.b.accept(incoming, sink);
  await world.deliverAll(() => incoming.bytes > WINDOW_BYTES / 2);
  world.pair.disconnect();
  const written = incoming.bytes;
  assertLess(written, bytes.length);
  assertEquals(incoming.status, { kind: "moving" });
  world.connect();
  const offsets: number[] = [];
  const { a } = world.pair;
  const send = a.send.bind(a);
  a.send = (data) => {
    if (data instanceof ArrayBuffer) {
      offsets.push(decodeChunk(data)?.offset ?? 0);
    }
    send(data);
  };
  await world.deliverAll();
  assertGreater((offsets[0] ?? 0) + 1, written);
  assertEquals(offsets[0], offsets.toSorted((x, y) => x - y)[0]);
  assertEquals(outgoing.status, { kind: "done" });
  // Each byte once, although chunks were lost.
  assertEquals(await sink.bytes(), bytes);
});

Deno.test("PeerTransfers resumes after a channel was replaced during a write", async () => {
  const { world, bytes, incoming, sink } = await makeAcceptedTransfer(
    WINDOW_BYTES,
  );
  sink.pauseWrites();
  world.b.accept(incoming, sink);
  await world.deliverAll();
  world.connect();
  await world.deliverAll();
  // The offset is not known before the write has ended.
  assertEquals(incoming.isReceiving, false);
  sink.resumeWrites();
  await world.deliverAll();
  assertEquals(incoming.status, { kind: "done" });
  assertEquals(await sink.bytes(), bytes);
});

Deno.test("PeerTransfers sends offers that were made without a channel", async () => {
  const world = new FakeFileWorld();
  world.a.offer(world.makeSource(makeBytes(3)));
  world.connect();
  await world.deliverAll();
  world.connect();
  await world.deliverAll();
  assertEquals(world.offers.map(({ name, size }) => [name, size]), [
    ["a.bin", 3],
  ]);
});

Deno.test("PeerTransfers repeats on a new channel that a file was received", async () => {
  const { world, outgoing, incoming, sink } = await makeAcceptedTransfer(10);
  world.b.accept(incoming, sink);
  await world.deliverAll(() => outgoing.status.kind === "checking");
  world.pair.b.buffer.length = 0;
  await world.deliverAll(() => incoming.status.kind === "done");
  world.pair.disconnect();
  assertEquals(outgoing.status, { kind: "checking" });
  world.connect();
  await world.deliverAll();
  assertEquals(outgoing.status, { kind: "done" });
  assertEquals((await sink.bytes()).length, 10);
});

Deno.test("PeerTransfers sends nothing to a page that does not support files", async () => {
  const world = new FakeFileWorld();
  const { a } = world.pair;
  world.a.attach(a);
  a.open();
  world.a.offer(world.makeSource(makeBytes(3)));
  await world.deliverAll();
  assertEquals(a.buffer, []);
  world.pair = new FakeFileWorld().pair;
  world.a.attach(world.pair.a);
  world.pair.a.open();
  assertEquals(world.pair.a.buffer, [
    '{"kind":"hello","checksum":"sha256-chain","offers":[1]}',
  ]);
});

for (const state of ["offered", "moving", "checking"] as const) {
  const bring = async () => {
    const it = await makeAcceptedTransfer(WINDOW_BYTES + 7);
    const { world, incoming, sink, outgoing } = it;
    if (state !== "offered") world.b.accept(incoming, sink);
    if (state === "moving") await world.deliverAll(() => incoming.bytes > 0);
    if (state === "checking") {
      await world.deliverAll(() => incoming.bytes > WINDOW_BYTES / 2);
      sink.pauseWrites();
      await world.deliverAll(() => outgoing.status.kind === "checking");
    }
    assertEquals(outgoing.status.kind, state);
    return it;
  };

  Deno.test(`PeerTransfers ends a file that is ${state} when its sender cancels`, async () => {
    const { world, outgoing, incoming, sink } = await bring();
    world.a.cancelOutgoing(outgoing.source.id, "cancelled");
    await world.deliverAll();
    sink.resumeWrites();
    assertEquals(outgoing.status, makeEndedStatus("cancelled", false));
    assertEquals(incoming.status, makeEndedStatus("cancelled", true));
    assertEquals(sink.state, state === "offered" ? "open" : "aborted");
  });

  Deno.test(`PeerTransfers ends a file that is ${state} when its receiver refuses`, async () => {
    const { world, outgoing, incoming, sink } = await bring();
    world.b.cancelIncoming(incoming.id, "cancelled");
    sink.resumeWrites();
    await world.deliverAll();
    assertEquals(incoming.status, makeEndedStatus("cancelled", false));
    assertEquals(outgoing.status, makeEndedStatus("cancelled", true));
    assertEquals(sink.state, state === "offered" ? "open" : "aborted");
  });

  Deno.test(`PeerTransfers learns on a new channel that a file was cancelled while ${state}`, async () => {
    const { world, outgoing, incoming, sink } = await bring();
    world.pair.disconnect();
    sink.resumeWrites();
    world.a.cancelOutgoing(outgoing.source.id, "cancelled");
    world.connect();
    await world.deliverAll();
    assertEquals(incoming.status, makeEndedStatus("cancelled", true));
  });
}

Deno.test("PeerTransfers repeats on a new channel that the receiver refused a file", async () => {
  const { world, outgoing, incoming, sink } = await makeAcceptedTransfer(
    WINDOW_BYTES,
  );
  world.b.accept(incoming, sink);
  world.pair.disconnect();
  world.b.cancelIncoming(incoming.id, "cancelled");
  world.connect();
  await world.deliverAll();
  assertEquals(outgoing.status, makeEndedStatus("cancelled", true));
});

Deno.test("PeerTransfers discards a file whose checksum does not match", async () => {
  const { world, outgoing, incoming, sink } = await makeAcceptedTransfer(
    2 * CHUNK_BYTES,
  );
  world.b.accept(incoming, sink);
  const receive = world.pair.b.receive.bind(world.pair.b);
  world.pair.b.receive = (data) => {
    if (data instanceof ArrayBuffer) new Uint8Array(data)[100] = 1;
    receive(data);
  };
  await world.deliverAll();
  assertEquals(incoming.status, makeEndedStatus("checksum", false));
  assertEquals(outgoing.status, makeEndedStatus("checksum", true));
  assertEquals(sink.state, "aborted");
  assertEquals(incoming.saved, null);
});

Deno.test("PeerTransfers ends a file that cannot be written, and tells the sender", async () => {
  const { world, outgoing, incoming, sink } = await makeAcceptedTransfer(10);
  sink.isFull = true;
  world.b.accept(incoming, sink);
  await world.deliverAll();
  assertEquals(incoming.status, makeEndedStatus("unwritable", false));
  assertEquals(outgoing.status, makeEndedStatus("unwritable", true));
  assertEquals(sink.state, "aborted");
});

Deno.test("PeerTransfers ends a file that became shorter, and tells the receiver", async () => {
  const world = new FakeFileWorld();
  world.connect();
  const source = world.makeSource(makeBytes(10));
  source.read = () => Promise.reject(new Error("NotReadableError"));
  const outgoing = world.a.offer(source);
  await world.deliverAll();
  const [incoming] = world.offers;
  assert(incoming);
  world.b.accept(incoming, new FakeSink());
  await world.deliverAll();
  assertEquals(outgoing?.status, makeEndedStatus("unreadable", false));
  assertEquals(incoming.status, makeEndedStatus("unreadable", true));
});

Deno.test("PeerTransfers.close() discards incomplete files", async () => {
  const { world, incoming, sink } = await makeAcceptedTransfer(WINDOW_BYTES);
  world.b.accept(incoming, sink);
  await world.deliverAll(() => incoming.bytes > 0);
  world.b.close();
  assertEquals(incoming.status, makeEndedStatus("left", true));
  assertEquals(sink.state, "aborted");
});
