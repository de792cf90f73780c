import { assertEquals } from "@std/assert";
import {
  decodeChunk,
  encodeChunk,
} from "../../../../../client/engine/files/chunk_frame.ts";
import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
} from "../../../../../client/engine/files/file_limits.ts";

Deno.test("encodeChunk() puts id and offset before the bytes", () => {
  const bytes = new Uint8Array([0xaa, 0xbb]);
  const message = encodeChunk({ id: 0x01020304, offset: 2 ** 33 + 5, bytes });
  assertEquals(
    new Uint8Array(message).toHex(),
    "01020304" + "0000000200000005" + "aabb",
  );
  assertEquals(decodeChunk(message), {
    id: 0x01020304,
    offset: 2 ** 33 + 5,
    bytes,
  });
});

Deno.test.each([
  { length: 0 },
  { length: CHUNK_HEADER_BYTES },
  { length: CHUNK_HEADER_BYTES + CHUNK_BYTES + 1 },
])("decodeChunk() ignores a message of $length bytes", ({ length }) => {
  assertEquals(decodeChunk(new ArrayBuffer(length)), null);
});

Deno.test("decodeChunk() ignores an offset beyond the largest file", () => {
  const message = new ArrayBuffer(CHUNK_HEADER_BYTES + 1);
  new Uint8Array(message).fill(0xff);
  assertEquals(decodeChunk(message), null);
});
