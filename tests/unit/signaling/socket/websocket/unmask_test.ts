import { assertEquals } from "@std/assert";
import { unmask } from "../../../../../signaling/socket/websocket/unmask.ts";

const KEY = [0x11, 0x92, 0xe3, 0x74] as const;

Deno.test("unmask() agrees with the definition at every offset and length", () => {
  for (let offset = 0; offset < 8; offset++) {
    for (let length = 0; length < 40; length++) {
      const plain = Uint8Array.from({ length }, (_, i) => (i * 37) & 0xff);
      const bytes = new Uint8Array(64).subarray(offset);
      bytes.set(KEY);
      bytes.set(plain.map((byte, i) => byte ^ (KEY[i & 3] ?? 0)), 4);
      unmask(bytes, 4, 4 + length);
      assertEquals(bytes.slice(4, 4 + length), plain);
    }
  }
});

Deno.test("unmask() sees a byte above ASCII wherever it stands", () => {
  for (let high = -1; high < 30; high++) {
    const bytes = new Uint8Array(4 + 30);
    bytes.set(KEY);
    for (let i = 0; i < 30; i++) {
      bytes[4 + i] = (i === high ? 0x80 : 0x61) ^ (KEY[i & 3] ?? 0);
    }
    assertEquals(unmask(bytes, 4, 34), high === -1);
  }
});
