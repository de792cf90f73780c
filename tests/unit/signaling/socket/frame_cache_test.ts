import { assertEquals, assertStrictEquals } from "@std/assert";
import { FrameCache } from "../../../../signaling/socket/frame_cache.ts";
import type { OutgoingMessage } from "../../../../signaling/message/outgoing_message.ts";
import { Slab } from "../../../../signaling/socket/websocket/slab.ts";

function message(text: string): OutgoingMessage {
  return { text, bytes: text.length, isCounted: true };
}

Deno.test("FrameCache makes the bytes of the same messages once", () => {
  const share = new FrameCache(new Slab());
  const [a, b] = [message("a"), message("b")];
  const first = share.encodeMessages([a, b], true);
  assertStrictEquals(share.encodeMessages([a, b], true), first);
  assertEquals(first.length, 2 + 3);
});

Deno.test("FrameCache does not mix up clients, order or equal texts", () => {
  const share = new FrameCache(new Slab());
  const [a, b] = [message("a"), message("b")];
  const text = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);
  assertEquals(text(share.encodeMessages([a, b], true)), "\x81\x03a\nb");
  assertEquals(text(share.encodeMessages([a, b], false)), "\x81\x01a\x81\x01b");
  assertEquals(text(share.encodeMessages([b, a], false)), "\x81\x01b\x81\x01a");
  assertEquals(text(share.encodeMessages([b], true)), "\x81\x01b");
  assertEquals(text(share.encodeMessages([message("c")], true)), "\x81\x01c");
});
