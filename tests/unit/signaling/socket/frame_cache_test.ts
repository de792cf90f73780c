import { assertEquals, assertStrictEquals } from "@std/assert";
import { FlushShare } from "../../../../signaling/socket/frame_cache.ts";
import type { Outgoing } from "../../../../signaling/message/outgoing_message.ts";
import { Slab } from "../../../../signaling/socket/websocket/slab.ts";

function message(text: string): Outgoing {
  return { text, bytes: text.length, isCounted: true };
}

Deno.test("FlushShare makes the bytes of the same messages once", () => {
  const share = new FlushShare(new Slab());
  const [a, b] = [message("a"), message("b")];
  const first = share.bytesOf([a, b], true);
  assertStrictEquals(share.bytesOf([a, b], true), first);
  assertEquals(first.length, 2 + 3);
});

Deno.test("FlushShare does not mix up clients, order or equal texts", () => {
  const share = new FlushShare(new Slab());
  const [a, b] = [message("a"), message("b")];
  const text = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);
  assertEquals(text(share.bytesOf([a, b], true)), "\x81\x03a\nb");
  assertEquals(text(share.bytesOf([a, b], false)), "\x81\x01a\x81\x01b");
  assertEquals(text(share.bytesOf([b, a], false)), "\x81\x01b\x81\x01a");
  assertEquals(text(share.bytesOf([b], true)), "\x81\x01b");
  assertEquals(text(share.bytesOf([message("c")], true)), "\x81\x01c");
});
