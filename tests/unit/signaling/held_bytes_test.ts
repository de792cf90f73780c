import { assert, assertEquals } from "@std/assert";
import { HeldBytesLimit } from "../../../signaling/held_bytes.ts";
import { createSeededRandom } from "../../fakes/seeded_random.ts";

interface FakeHolder {
  bytes: number;
  isFreed: boolean;
}

function createGroup(maxBytes: number, count: number) {
  const holders: FakeHolder[] = Array.from(
    { length: count },
    () => ({ bytes: 0, isFreed: false }),
  );
  const limit = new HeldBytesLimit<FakeHolder>(maxBytes, {
    holders: () => holders,
    bytesOf: ({ bytes }) => bytes,
    free: (holder) => {
      holder.bytes = 0;
      holder.isFreed = true;
    },
  });
  const add = (holder: FakeHolder, bytes: number) => {
    holder.bytes += bytes;
    limit.add(bytes);
  };
  return { holders, add };
}

Deno.test("HeldBytesLimit frees the holder with the most bytes, one byte over the limit", () => {
  const { holders: [slow, reader], add } = createGroup(1_000, 2);
  assert(slow && reader);
  add(slow, 900);
  add(reader, 100);
  assert(!slow.isFreed);
  add(reader, 1);
  assert(slow.isFreed);
  assert(!reader.isFreed);
});

Deno.test("HeldBytesLimit does not count bytes that are gone", () => {
  const { holders: [reader], add } = createGroup(1_000, 1);
  assert(reader);
  for (let i = 0; i < 100; i++) {
    add(reader, 400);
    reader.bytes = 0;
  }
  assert(!reader.isFreed);
});

Deno.test("HeldBytesLimit keeps the sum within the limit whatever comes and goes", () => {
  const random = createSeededRandom(7);
  const { holders, add } = createGroup(10_000, 20);
  for (let step = 0; step < 5_000; step++) {
    const holder = holders[random(holders.length)];
    assert(holder);
    if (random(10) < 3) holder.bytes = 0;
    else add(holder, random(900));
    const sum = holders.reduce((total, { bytes }) => total + bytes, 0);
    assert(sum <= 10_000, `${sum} bytes after step ${step}`);
  }
  assert(holders.some(({ isFreed }) => isFreed));
});

Deno.test("HeldBytesLimit leaves a group alone whose sum is the limit", () => {
  const { holders, add } = createGroup(1_000, 10);
  for (const holder of holders) add(holder, 100);
  assertEquals(holders.filter(({ isFreed }) => isFreed), []);
});
