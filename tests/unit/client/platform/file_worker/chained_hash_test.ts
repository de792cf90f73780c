import { assertEquals } from "@std/assert";
import {
  ChainedHash,
  HASH_BLOCK_BYTES,
  pickDigest,
} from "../../../../../client/platform/file_worker/chained_hash.ts";
import { makeBytes } from "../../fakes/fake_file_world.ts";

/** The checksum, written out. */
async function compute(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  let value = new Uint8Array(32);
  let position = 0;
  do {
    const block = bytes.subarray(position, position + HASH_BLOCK_BYTES);
    const input = await new Blob([value, block]).arrayBuffer();
    value = new Uint8Array(await crypto.subtle.digest("SHA-256", input));
    position += HASH_BLOCK_BYTES;
  } while (position < bytes.length);
  return value.toHex();
}

Deno.test.each([
  { size: 0 },
  { size: 1 },
  { size: HASH_BLOCK_BYTES - 1 },
  { size: HASH_BLOCK_BYTES },
  { size: HASH_BLOCK_BYTES + 1 },
  { size: 2 * HASH_BLOCK_BYTES + 77 },
])(
  "ChainedHash hashes $size bytes, however they are divided",
  async ({ size }) => {
    const bytes = makeBytes(size);
    const expected = await compute(bytes);
    for (const subtle of [crypto.subtle, undefined]) {
      for (const step of [65_524, HASH_BLOCK_BYTES, 3 * HASH_BLOCK_BYTES]) {
        const hash = new ChainedHash(pickDigest(subtle));
        for (let at = 0; at < size; at += step) {
          await hash.update(bytes.subarray(at, at + step));
        }
        assertEquals(await hash.finish(), expected);
      }
    }
  },
);
