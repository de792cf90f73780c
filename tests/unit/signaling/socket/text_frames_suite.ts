import { assertEquals } from "@std/assert";
import type { OutgoingMessage } from "../../../../signaling/message/outgoing_message.ts";
import { Slab } from "../../../../signaling/socket/slab.ts";
import {
  encodeBatchFrame,
  encodeSeparateFrames,
} from "../../../../signaling/socket/text_frames.ts";

function message(text: string): OutgoingMessage {
  const bytes = new TextEncoder().encode(text).length;
  return { text, bytes, isCounted: true };
}

Deno.test("encodeSeparateFrames() encodes each message as a frame of its own", () => {
  const bytes = encodeSeparateFrames([message("a"), message("가")], new Slab());
  assertEquals([...bytes], [0x81, 1, 0x61, 0x81, 3, 0xea, 0xb0, 0x80]);
});

Deno.test("encodeBatchFrame() encodes messages as the lines of one frame", () => {
  const bytes = encodeBatchFrame(
    [message("a"), message("가"), message("b")],
    new Slab(),
  );
  assertEquals(
    [...bytes],
    [0x81, 7, 0x61, 0x0a, 0xea, 0xb0, 0x80, 0x0a, 0x62],
  );
});

Deno.test("encodeBatchFrame() and encodeSeparateFrames() encode every length form", () => {
  for (const size of [125, 126, 65535, 65536, 200_000]) {
    const one = message("x".repeat(size));
    const frame = encodeBatchFrame([one], new Slab());
    assertEquals(frame, encodeSeparateFrames([one], new Slab()));
    assertEquals(frame.at(-1), 0x78);
  }
});

Deno.test("frames of one tick carry the same text, whether encoded or copied", () => {
  const encodedTexts = new Map();
  const [large, small] = [message("가".repeat(1000)), message("s")];
  const slab = new Slab();
  const first = encodeBatchFrame([small, large], slab, encodedTexts);
  assertEquals([...encodedTexts.keys()], [large]);
  const second = encodeSeparateFrames([large, small], slab, encodedTexts);
  assertEquals(first, encodeBatchFrame([small, large], new Slab()));
  assertEquals(second, encodeSeparateFrames([large, small], new Slab()));
});
