import { assertEquals } from "@std/assert";
import { StreamFramer } from "../../../../ice/transport/stream_framing.ts";
import {
  HEADROOM,
  TAILROOM,
} from "../../../../ice/turn/relay/packet_buffer.ts";

const BINDING = "000100002112a442000000000000000000000000";
const CHANNEL_5 = "4001000568656c6c6f000000";
const CHANNEL_0 = "40020000";

function cut(...chunks: string[]): { messages: string[]; isTurn: boolean } {
  const framer = new StreamFramer();
  const messages: string[] = [];
  const isTurn = chunks.every((chunk) =>
    framer.push(Uint8Array.fromHex(chunk), (bytes, start, end) => {
      assertEquals(start >= HEADROOM, true);
      assertEquals(bytes.length - end >= TAILROOM, true);
      messages.push(bytes.slice(start, end).toHex());
    })
  );
  return { messages, isTurn };
}

Deno.test("StreamFramer splits pipelined messages", () => {
  assertEquals(cut(BINDING + CHANNEL_5 + CHANNEL_0 + BINDING), {
    messages: [BINDING, CHANNEL_5, CHANNEL_0, BINDING],
    isTurn: true,
  });
});

Deno.test("StreamFramer joins messages wherever the stream is split in two", () => {
  const all = BINDING + CHANNEL_5 + BINDING;
  for (let at = 2; at < all.length; at += 2) {
    assertEquals(
      cut(all.slice(0, at), all.slice(at)).messages,
      [BINDING, CHANNEL_5, BINDING],
      `cut at ${at / 2}`,
    );
  }
});

Deno.test("StreamFramer accepts a stream byte by byte", () => {
  const all = BINDING + CHANNEL_5;
  assertEquals(cut(...all.match(/../g) ?? []).messages, [BINDING, CHANNEL_5]);
});

Deno.test.each([
  { name: "HTTP", hex: "474554202f20485454502f312e31" },
  { name: "a TLS hello on the plain port", hex: "1603010100010000" },
  { name: "a high first bit", hex: "80000000" },
  { name: "a STUN length that is not a multiple of 4", hex: "00010002" },
  { name: "another cookie", hex: "000100002112a443" },
])(
  "StreamFramer refuses $name, HTTP only in the place of the first message",
  (c) => {
    assertEquals(cut(c.hex).isTurn, false);
    assertEquals(cut(BINDING, c.hex).isTurn, c.name === "HTTP");
  },
);

Deno.test("StreamFramer buffers no more than one incomplete message", () => {
  const framer = new StreamFramer();
  const whole = new Uint8Array(4 + 65_535 + 1);
  whole.set([0x40, 0x01, 0xff, 0xff]);
  let count = 0;
  framer.push(Uint8Array.fromHex(BINDING), () => {});
  for (let round = 0; round < 3; round++) {
    framer.push(whole.subarray(0, 60_000), () => count++);
    assertEquals(framer.pendingBytes, 60_000);
    framer.push(whole.subarray(60_000), () => count++);
    assertEquals(framer.pendingBytes, 0);
  }
  assertEquals(count, 3);
});
