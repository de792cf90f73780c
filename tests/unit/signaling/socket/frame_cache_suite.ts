import { assertEquals, assertStrictEquals } from "@std/assert";
import { FrameCache } from "../../../../signaling/socket/frame_cache.ts";
import type { OutgoingMessage } from "../../../../signaling/message/outgoing_message.ts";
import { Slab } from "../../../../signaling/socket/slab.ts";

function message(text: string): OutgoingMessage {
  return { text, bytes: text.length, isCounted: true };
}

Deno.test("FrameCache encodes the same messages once", () => {
  const frameCache = new FrameCache(new Slab());
  const [a, b] = [message("a"), message("b")];
  const first = frameCache.encodeMessages([a, b], true);
  assertStrictEquals(frameCache.encodeMessages([a, b], true), first);
  assertEquals(first.length, 2 + 3);
});

Deno.test("FrameCache distinguishes batches, order and messages with the same text", () => {
  const frameCache = new FrameCache(new Slab());
  const [a, b] = [message("a"), message("b")];
  const text = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);
  assertEquals(text(frameCache.encodeMessages([a, b], true)), "\x81\x03a\nb");
  assertEquals(
    text(frameCache.encodeMessages([a, b], false)),
    "\x81\x01a\x81\x01b",
  );
  assertEquals(
    text(frameCache.encodeMessages([b, a], false)),
    "\x81\x01b\x81\x01a",
  );
  assertEquals(text(frameCache.encodeMessages([b], true)), "\x81\x01b");
  assertEquals(
    text(frameCache.encodeMessages([message("c")], true)),
    "\x81\x01c",
  );
});
