import { assertEquals, assertThrows } from "@std/assert";
import {
  applyMask,
  DEFAULT_MASKING_KEY,
} from "../../../../tools/websocket_frames.ts";
import {
  createMessageText,
  type Marker,
  MIN_MESSAGE_BYTES,
  readMarkers,
  StampedFrame,
} from "../../../../bench/signaling/message.ts";

function payloadOf(frame: Uint8Array, size: number): Uint8Array {
  const payload = frame.slice(frame.length - size);
  applyMask(payload, 0, size, DEFAULT_MASKING_KEY, 0);
  return payload;
}

function markersIn(payload: Uint8Array): Marker[] {
  const found: Marker[] = [];
  const count = readMarkers(payload, (marker) => found.push(marker));
  assertEquals(count, found.length);
  return found;
}

Deno.test.each([{ size: MIN_MESSAGE_BYTES }, { size: 200 }, { size: 3000 }])(
  "createMessageText($size) is an envelope of exactly that size",
  ({ size }) => {
    const text = createMessageText(size);
    assertEquals(text.length, size);
    assertEquals(JSON.parse(text).event, "bench");
  },
);

Deno.test("createMessageText() throws when the marker does not fit", () => {
  assertThrows(() => createMessageText(50), RangeError);
});

Deno.test("StampedFrame carries what readMarkers() reads", () => {
  const marker = { sender: 127, sequence: 99_999, sentUs: 123_456_789_012 };
  const frame = new StampedFrame(200, marker.sender);
  frame.stamp(1, 2);
  const bytes = frame.stamp(marker.sequence, marker.sentUs);
  const payload = payloadOf(bytes, 200);
  assertEquals(markersIn(payload), [marker]);
  assertEquals(JSON.parse(new TextDecoder().decode(payload)).event, "bench");
});

Deno.test("readMarkers() finds each message of a batch frame and skips others", () => {
  const one = new StampedFrame(200, 1);
  const lines = [
    '{"event":"welcome","data":{}}',
    new TextDecoder().decode(payloadOf(one.stamp(0, 5), 200)),
    new TextDecoder().decode(payloadOf(one.stamp(1, 6), 200)),
  ];
  const payload = new TextEncoder().encode(lines.join("\n"));
  assertEquals(markersIn(payload), [
    { sender: 1, sequence: 0, sentUs: 5 },
    { sender: 1, sequence: 1, sentUs: 6 },
  ]);
});
