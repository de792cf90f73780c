import { assertEquals } from "@std/assert";
import {
  createServerMessage,
  encodeBatchFrame,
  encodeSeparateFrames,
  type OutgoingMessage,
} from "../../../../signaling/message/outgoing_message.ts";
import { Slab } from "../../../../signaling/socket/websocket/slab.ts";

function message(text: string): OutgoingMessage {
  const bytes = new TextEncoder().encode(text).length;
  return { text, bytes, isCounted: true };
}

Deno.test("encodeSeparateFrames() gives each message a frame of its own", () => {
  const bytes = encodeSeparateFrames([message("a"), message("가")], new Slab());
  assertEquals([...bytes], [0x81, 1, 0x61, 0x81, 3, 0xea, 0xb0, 0x80]);
});

Deno.test("encodeBatchFrame() puts messages one a line into one frame", () => {
  const bytes = encodeBatchFrame(
    [message("a"), message("가"), message("b")],
    new Slab(),
  );
  assertEquals(
    [...bytes],
    [0x81, 7, 0x61, 0x0a, 0xea, 0xb0, 0x80, 0x0a, 0x62],
  );
});

Deno.test("encodeBatchFrame() and encodeSeparateFrames() write every length form", () => {
  for (const size of [125, 126, 65535, 65536, 200_000]) {
    const one = message("x".repeat(size));
    const frame = encodeBatchFrame([one], new Slab());
    assertEquals(frame, encodeSeparateFrames([one], new Slab()));
    assertEquals(frame.at(-1), 0x78);
  }
});

Deno.test("serverMessage() is counted unless it answers or greets", () => {
  assertEquals(createServerMessage("pong", { received: 1 }).isCounted, false);
  const left = createServerMessage("peer-left", { id: "가", reason: "left" });
  assertEquals(left.isCounted, true);
  assertEquals(left.bytes, new TextEncoder().encode(left.text).length);
});
