import { assertEquals } from "@std/assert";
import {
  readChunk,
  writeChunk,
} from "../../../../../client/engine/files/chunk_frame.ts";
import {
  CHUNK_BYTES,
  HEADER_BYTES,
} from "../../../../../client/engine/files/file_limits.ts";

Deno.test("writeChunk() puts number and offset in front of the bytes", () => {
  const bytes = new Uint8Array([0xaa, 0xbb]);
  const message = writeChunk({ id: 0x01020304, offset: 2 ** 33 + 5, bytes });
  assertEquals(
    new Uint8Array(message).toHex(),
    "01020304" + "0000000200000005" + "aabb",
  );
  assertEquals(readChunk(message), {
    id: 0x01020304,
    offset: 2 ** 33 + 5,
    bytes,
  });
});

Deno.test.each([
  { length: 0 },
  { length: HEADER_BYTES },
  { length: HEADER_BYTES + CHUNK_BYTES + 1 },
])("readChunk() passes over a message of $length bytes", ({ length }) => {
  assertEquals(readChunk(new ArrayBuffer(length)), null);
});

Deno.test("readChunk() passes over an offset that no file has", () => {
  const message = new ArrayBuffer(HEADER_BYTES + 1);
  new Uint8Array(message).fill(0xff);
  assertEquals(readChunk(message), null);
});
