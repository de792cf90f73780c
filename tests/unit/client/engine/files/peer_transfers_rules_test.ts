import { assert, assertEquals, assertLess } from "@std/assert";
import { encodeChunk } from "../../../../../client/engine/files/chunk_frame.ts";
import {
  CHUNK_BYTES,
  MAX_OPEN_TRANSFERS,
  WINDOW_BYTES,
} from "../../../../../client/engine/files/file_limits.ts";
import {
  FakeFileWorld,
  FakeSink,
  makeAcceptedTransfer,
  makeBytes,
  makeEndedStatus,
} from "../../fakes/fake_file_world.ts";

Deno.test("PeerTransfers refuses more open offers than a member may have", async () => {
  const world = new FakeFileWorld();
  world.connect();
  await world.deliverAll();
  for (let id = 0; id <= MAX_OPEN_TRANSFERS; id++) {
    const offer = { kind: "offer", id, name: "x", size: 1 };
    world.pair.b.receive(JSON.stringify(offer));
  }
  assertEquals(world.offers.length, MAX_OPEN_TRANSFERS);
  assertEquals(world.pair.b.buffer, [
    JSON.stringify({
      kind: "refuse",
      id: MAX_OPEN_TRANSFERS,
      reason: "too-many",
    }),
  ]);
  for (let i = 0; i < MAX_OPEN_TRANSFERS; i++) {
    world.a.offer(world.makeSource(makeBytes(1)));
  }
  assertEquals(world.a.offer(world.makeSource(makeBytes(1))), null);
});

const makeChunk = (id: number, offset: number, length: number) =>
  encodeChunk({ id, offset, bytes: new Uint8Array(length) });

Deno.test.each([
  { violation: "a chunk before it was accepted", isAccepted: false, offset: 0 },
  { violation: "a chunk that leaves a gap", isAccepted: true, offset: 1 },
  {
    violation: "more than was offered",
    isAccepted: true,
    offset: 0,
    length: 11,
  },
  { violation: "less than a chunk", isAccepted: true, offset: 0, length: 9 },
])("PeerTransfers ends a transfer that sends $violation", async (hostile) => {
  const { isAccepted, offset, length = 10 } = hostile;
  const world = new FakeFileWorld();
  world.connect();
  await world.deliverAll();
  const offer = { kind: "offer", id: 9, name: "x", size: 10 };
  world.pair.b.receive(JSON.stringify(offer));
  const [incoming] = world.offers;
  assert(incoming);
  const sink = new FakeSink();
  if (isAccepted) world.b.accept(incoming, sink);
  await world.deliverAll();
  world.pair.b.receive(makeChunk(9, offset, length));
  assertEquals(incoming.status, makeEndedStatus("protocol", true));
  assertEquals(sink.state, isAccepted ? "aborted" : "open");
  // Chunks on their way are ignored.
  world.pair.b.receive(makeChunk(9, 0, 10));
  assertEquals((await sink.bytes()).length, 0);
});

Deno.test("PeerTransfers ends a transfer that exceeds the window", async () => {
  const world = new FakeFileWorld();
  world.connect();
  await world.deliverAll();
  const offer = { kind: "offer", id: 9, name: "x", size: 2 * WINDOW_BYTES };
  world.pair.b.receive(JSON.stringify(offer));
  const [incoming] = world.offers;
  assert(incoming);
  const sink = new FakeSink();
  sink.pauseWrites();
  world.b.accept(incoming, sink);
  await world.deliverAll();
  let at = 0;
  for (; at + CHUNK_BYTES <= WINDOW_BYTES; at += CHUNK_BYTES) {
    world.pair.b.receive(makeChunk(9, at, CHUNK_BYTES));
  }
  assertEquals(incoming.status, { kind: "moving" });
  world.pair.b.receive(makeChunk(9, at, CHUNK_BYTES));
  assertEquals(incoming.status, makeEndedStatus("protocol", true));
});

Deno.test.each([
  {
    violation: "acknowledges bytes that were not sent",
    kind: "ack",
    offset: 5,
  },
  { violation: "resumes beyond what was sent", kind: "accept", offset: 1 },
  {
    violation: "confirms a file that was not sent",
    kind: "received",
    offset: 0,
  },
])(
  "PeerTransfers ends a transfer whose receiver $violation",
  async (hostile) => {
    const { kind, offset } = hostile;
    const world = new FakeFileWorld();
    world.connect();
    const outgoing = world.a.offer(world.makeSource(makeBytes(4)));
    await world.deliverAll();
    if (kind === "ack") {
      world.pair.a.receive(
        JSON.stringify({ kind: "accept", id: 1, offset: 0 }),
      );
      await world.deliverAll(() => outgoing?.status.kind === "checking");
    }
    world.pair.a.receive(JSON.stringify({ kind, id: 1, offset }));
    assertEquals(outgoing?.status, makeEndedStatus("protocol", true));
  },
);

Deno.test("PeerTransfers ends a transfer that is offered again with another size", async () => {
  const { world, incoming } = await makeAcceptedTransfer(10);
  const offer = { kind: "offer", id: incoming.id, name: "x", size: 11 };
  world.pair.b.receive(JSON.stringify(offer));
  assertEquals(incoming.status, makeEndedStatus("protocol", true));
});

Deno.test("PeerTransfers accepts a hash only after all chunks", async () => {
  const { world, incoming, sink } = await makeAcceptedTransfer(10);
  world.b.accept(incoming, sink);
  world.pair.b.receive(
    JSON.stringify({ kind: "done", id: incoming.id, sha256: "0".repeat(64) }),
  );
  assertEquals(incoming.status, makeEndedStatus("protocol", true));
});

Deno.test("PeerTransfers abandons a channel whose other end does not read", async () => {
  const world = new FakeFileWorld();
  world.connect();
  await world.deliverAll();
  const { b } = world.pair;
  for (let i = 0; i < 300_000 && b.onmessage; i++) {
    const offer = { kind: "offer", id: i, name: "x", size: 1 };
    b.receive(JSON.stringify(offer));
  }
  assertEquals(b.onmessage, null);
  assertLess(b.maxBufferedBytes, 9 * 1_048_576);
});
