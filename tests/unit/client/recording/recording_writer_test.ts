import { assert, assertEquals } from "@std/assert";
import {
  MAX_PENDING_BYTES,
  RecordingWriter,
} from "../../../../client/recording/recording_writer.ts";

interface Chunk {
  readonly number: number;
  readonly size: number;
}

/** Bytes of one chunk of 3 s at the bit rate of a recording. */
const CHUNK_BYTES = 1_000_000;
/** Chunks of 3 s in an hour. */
const CHUNKS_PER_HOUR = 1_200;

function setUp(append: (chunk: Chunk) => Promise<void>) {
  const failures: string[] = [];
  const writer = new RecordingWriter<Chunk>({
    append,
    onFailure: (reason) => failures.push(reason),
  });
  return { writer, failures };
}

Deno.test("RecordingWriter writes an hour of chunks in order and holds few of them at a time", async () => {
  const written: number[] = [];
  const { writer, failures } = setUp(async ({ number }) => {
    await Promise.resolve();
    written.push(number);
  });
  let mostPending = 0;
  for (let number = 0; number < CHUNKS_PER_HOUR; number++) {
    writer.add({ number, size: CHUNK_BYTES });
    mostPending = Math.max(mostPending, writer.pendingBytes);
    // The disk keeps up: one chunk is written before the next one comes.
    for (let i = 0; i < 10; i++) await Promise.resolve();
  }
  assertEquals(await writer.finish(), []);
  assertEquals(written, Array.from({ length: CHUNKS_PER_HOUR }, (_, i) => i));
  assert(mostPending <= 2 * CHUNK_BYTES, `${mostPending}`);
  assertEquals(failures, []);
});

Deno.test("RecordingWriter writes one chunk at a time and skips empty ones", async () => {
  const waiting: (() => void)[] = [];
  let calls = 0;
  const { writer } = setUp(() => {
    calls++;
    return new Promise((resolve) => waiting.push(resolve));
  });
  writer.add({ number: 0, size: 1 });
  writer.add({ number: 1, size: 0 });
  writer.add({ number: 2, size: 1 });
  assertEquals(calls, 1);
  waiting.shift()?.();
  for (let i = 0; i < 5; i++) await Promise.resolve();
  assertEquals(calls, 2);
  waiting.shift()?.();
  assertEquals(await writer.finish(), []);
  // A chunk after the queue was empty.
  writer.add({ number: 3, size: 1 });
  assertEquals(calls, 3);
  waiting.shift()?.();
  assertEquals(await writer.finish(), []);
});

Deno.test("RecordingWriter stops a recording once whose disk is too slow, and writes what waits", async () => {
  const waiting: (() => void)[] = [];
  const written: number[] = [];
  const { writer, failures } = setUp(async ({ number }) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    written.push(number);
  });
  const half = MAX_PENDING_BYTES / 2;
  writer.add({ number: 0, size: half });
  writer.add({ number: 1, size: half });
  assertEquals(failures, []);
  writer.add({ number: 2, size: 1 });
  writer.add({ number: 3, size: 1 });
  assertEquals(failures, ["slow"]);
  const finished = writer.finish();
  while (written.length < 4) {
    waiting.shift()?.();
    await Promise.resolve();
  }
  assertEquals(await finished, []);
  assertEquals(written, [0, 1, 2, 3]);
});

for (
  const [name, reason] of [
    ["QuotaExceededError", "full"],
    ["UnknownError", "failed"],
  ] as const
) {
  Deno.test(`RecordingWriter reports ${name} as ${reason} and keeps the chunks from there on`, async () => {
    const { writer, failures } = setUp(({ number }) =>
      number < 2 ? Promise.resolve() : Promise.reject(
        new DOMException("No space", name),
      )
    );
    for (let number = 0; number < 4; number++) {
      writer.add({ number, size: 1 });
    }
    const unwritten = await writer.finish();
    assertEquals(unwritten.map(({ number }) => number), [2, 3]);
    assertEquals(failures, [reason]);
    // The last chunk of the recorder, which stops now.
    writer.add({ number: 4, size: 1 });
    assertEquals((await writer.finish()).map(({ number }) => number), [
      2,
      3,
      4,
    ]);
    assertEquals(failures, [reason]);
  });
}
