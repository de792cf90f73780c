import { assertEquals } from "@std/assert";
import { MAX_FRAGMENTS } from "../../../../signaling/socket/socket_limits.ts";
import { FrameReader } from "../../../../signaling/socket/frame_reader.ts";
import {
  concatBytes,
  encodeClientFrame,
} from "../../../../tools/websocket_frames.ts";

/** A reader and everything that it passed on. */
function reading(maxMessageBytes = 1000) {
  const received: unknown[] = [];
  const reader = new FrameReader(maxMessageBytes, {
    text: (message, bytes) => received.push(["text", message, bytes]),
    ping: (payload) => received.push(["ping", [...payload]]),
    close: (code) => received.push(["close", code]),
  });
  return { received, reader };
}

Deno.test("FrameReader reads the masked Hello of RFC 6455 §5.7", () => {
  const { received, reader } = reading();
  const bytes = Uint8Array.of(
    ...[0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58],
  );
  assertEquals(reader.push(bytes), null);
  assertEquals(received, [["text", "Hello", 5]]);
});

Deno.test("FrameReader reads every length form", () => {
  for (const size of [0, 1, 125, 126, 127, 65535, 65536, 70001]) {
    const { received, reader } = reading(1_000_000);
    const text = "가a1".repeat(size).slice(0, size).padEnd(size, "x");
    const bytes = new TextEncoder().encode(text).length;
    assertEquals(reader.push(encodeClientFrame(text)), null);
    assertEquals(received, [["text", text, bytes]]);
  }
});

Deno.test("FrameReader reads a stream byte by byte", () => {
  const { received, reader } = reading();
  const stream = concatBytes(
    encodeClientFrame("one"),
    encodeClientFrame("", { opcode: 9 }),
    encodeClientFrame("두 ", { isFinal: false }),
    encodeClientFrame("p", { opcode: 9 }),
    encodeClientFrame("번째", { opcode: 0 }),
    encodeClientFrame("x".repeat(200)),
    encodeClientFrame(Uint8Array.of(0x03, 0xe9), { opcode: 8 }),
  );
  for (const byte of stream) {
    assertEquals(reader.push(Uint8Array.of(byte)), null);
  }
  assertEquals(received, [
    ["text", "one", 3],
    ["ping", []],
    ["ping", [0x70]],
    ["text", "두 번째", 10],
    ["text", "x".repeat(200), 200],
    ["close", 1001],
  ]);
});

Deno.test("FrameReader joins a character that two fragments split", () => {
  const { received, reader } = reading();
  const word = new TextEncoder().encode("마루");
  reader.push(encodeClientFrame(word.slice(0, 2), { isFinal: false }));
  reader.push(encodeClientFrame(word.slice(2), { opcode: 0 }));
  assertEquals(received, [["text", "마루", 6]]);
});

Deno.test.each(
  [
    [
      "an unmasked frame",
      encodeClientFrame("x", { isMasked: false }),
      "protocol-error",
    ],
    [
      "a reserved bit",
      encodeClientFrame("x", { reserved: 4 }),
      "protocol-error",
    ],
    [
      "a reserved opcode",
      encodeClientFrame("x", { opcode: 3 }),
      "protocol-error",
    ],
    [
      "a reserved control",
      encodeClientFrame("x", { opcode: 11 }),
      "protocol-error",
    ],
    [
      "a fragmented ping",
      encodeClientFrame("x", { opcode: 9, isFinal: false }),
      "protocol-error",
    ],
    [
      "a ping of 126 bytes",
      encodeClientFrame("x".repeat(126), { opcode: 9 }),
      "protocol-error",
    ],
    [
      "a continuation without a start",
      encodeClientFrame("x", { opcode: 0 }),
      "protocol-error",
    ],
    [
      "a second start",
      concatBytes(
        encodeClientFrame("a", { isFinal: false }),
        encodeClientFrame("b"),
      ),
      "protocol-error",
    ],
    [
      "a length that is not in its shortest form",
      Uint8Array.of(0x81, 0xfe, 0, 5, 1, 2, 3, 4, 5, 5, 5, 5, 5),
      "protocol-error",
    ],
    [
      "a length of more than 32 bits",
      Uint8Array.of(0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4),
      "too-big",
    ],
    ["a binary frame", encodeClientFrame("x", { opcode: 2 }), "binary"],
    [
      "bytes that are not UTF-8",
      encodeClientFrame(Uint8Array.of(0xff)),
      "not-utf8",
    ],
    [
      "a surrogate in UTF-8",
      encodeClientFrame(Uint8Array.of(0xed, 0xa0, 0x80)),
      "not-utf8",
    ],
    [
      "a message over the limit",
      encodeClientFrame("x".repeat(1001)),
      "too-big",
    ],
    [
      "fragments over the limit",
      concatBytes(
        encodeClientFrame("x".repeat(600), { isFinal: false }),
        encodeClientFrame("x".repeat(401), { opcode: 0, isFinal: false }),
      ),
      "too-big",
    ],
    [
      "a close frame of one byte",
      encodeClientFrame(Uint8Array.of(3), { opcode: 8 }),
      "protocol-error",
    ],
    [
      "a close code that no frame may have",
      encodeClientFrame(Uint8Array.of(0x03, 0xed), { opcode: 8 }),
      "protocol-error",
    ],
    [
      "a close reason that is not UTF-8",
      encodeClientFrame(Uint8Array.of(0x03, 0xe8, 0xff), { opcode: 8 }),
      "not-utf8",
    ],
  ] as const,
)("FrameReader refuses %s", (_name, bytes, refusal) => {
  const { received, reader } = reading();
  assertEquals(reader.push(Uint8Array.from(bytes)), refusal);
  assertEquals(reader.push(encodeClientFrame("after")), null);
  assertEquals(received, []);
});

Deno.test("FrameReader accepts a message of exactly the limit, in one frame or several", () => {
  const { received, reader } = reading();
  reader.push(encodeClientFrame("x".repeat(1000)));
  reader.push(encodeClientFrame("x".repeat(999), { isFinal: false }));
  reader.push(encodeClientFrame("x", { opcode: 0 }));
  assertEquals(received.length, 2);
});

Deno.test("FrameReader refuses a frame over the limit by its header alone", () => {
  const { reader } = reading();
  const header = encodeClientFrame("x".repeat(70_000)).slice(0, 14);
  assertEquals(reader.push(header), "too-big");
});

Deno.test("FrameReader refuses a fragment that is not UTF-8 before the message ends", () => {
  const { received, reader } = reading();
  const start = Uint8Array.of(0x61, 0xf4);
  assertEquals(reader.push(encodeClientFrame(start, { isFinal: false })), null);
  const rest = encodeClientFrame("", { opcode: 0, isFinal: false });
  assertEquals(reader.push(rest), null);
  const invalid = encodeClientFrame(Uint8Array.of(0x90), {
    opcode: 0,
    isFinal: false,
  });
  assertEquals(reader.push(invalid), "not-utf8");
  assertEquals(received, []);
});

Deno.test("FrameReader decodes each message by itself after a fragmented one", () => {
  const { received, reader } = reading();
  const word = new TextEncoder().encode("마루");
  for (let i = 0; i < 2; i++) {
    reader.push(encodeClientFrame(word.slice(0, 4), { isFinal: false }));
    reader.push(encodeClientFrame(word.slice(4), { opcode: 0 }));
  }
  assertEquals(received, [["text", "마루", 6], ["text", "마루", 6]]);
});

Deno.test("FrameReader keeps a byte order mark", () => {
  const { received, reader } = reading();
  reader.push(encodeClientFrame("\u{feff}x"));
  assertEquals(received, [["text", "\u{feff}x", 4]]);
});

Deno.test("FrameReader refuses more fragments than its limit, also empty ones", () => {
  const { received, reader } = reading();
  const fragment = encodeClientFrame("", { opcode: 0, isFinal: false });
  assertEquals(reader.push(encodeClientFrame("", { isFinal: false })), null);
  for (let i = 1; i < MAX_FRAGMENTS; i++) {
    assertEquals(reader.push(Uint8Array.from(fragment)), null);
  }
  assertEquals(reader.push(fragment), "too-big");
  assertEquals(received, []);
});

Deno.test("FrameReader reports an empty close frame as 1005", () => {
  const { received, reader } = reading();
  reader.push(encodeClientFrame("", { opcode: 8 }));
  assertEquals(received, [["close", 1005]]);
});

Deno.test("FrameReader survives any split and any flipped bit of a stream", () => {
  const stream = concatBytes(
    encodeClientFrame("one"),
    encodeClientFrame("fragm", { isFinal: false }),
    encodeClientFrame("", { opcode: 9 }),
    encodeClientFrame("ent", { opcode: 0 }),
    encodeClientFrame("", { opcode: 8 }),
  );
  for (let bit = 0; bit < stream.length * 8; bit++) {
    const flipped = Uint8Array.from(stream);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const { received, reader } = reading();
    const split = bit % stream.length;
    reader.push(flipped.slice(0, split));
    reader.push(flipped.slice(split));
    assertEquals(received.length <= 4, true);
  }
});
