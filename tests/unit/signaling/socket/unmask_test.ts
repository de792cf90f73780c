import { assertEquals } from "@std/assert";
import { unmaskWords } from "../../../../signaling/socket/unmask.ts";

const MASK = Uint8Array.of(0x80, 0x01, 0xfe, 0x7f);

Deno.test("unmaskWords() gives RFC 6455's result at every alignment and length", () => {
  for (let offset = 0; offset < 8; offset++) {
    for (const length of [0, 1, 3, 5, 63, 64, 65, 66, 67, 68, 255, 3001]) {
      const stream = Uint8Array.from(
        { length: offset + length + 4 },
        (_, i) => (i * 31) & 0xff,
      );
      const expected = stream.map((byte, i) => {
        const at = i - offset;
        return at >= 0 && at < length ? byte ^ (MASK[at & 3] ?? 0) : byte;
      });
      unmaskWords(stream.subarray(offset, offset + length), MASK);
      assertEquals(stream, expected, `offset ${offset}, length ${length}`);
    }
  }
});
