import { assertEquals, assertThrows } from "@std/assert";
import {
  applyMask,
  concatBytes,
  encodeClientClose,
  encodeClientFrame,
  FrameSplitter,
  OPCODE,
} from "../../../tools/websocket_frames.ts";

const MASK = new Uint8Array([0x37, 0xfa, 0x21, 0x3d]);
const encode = (text: string) => new TextEncoder().encode(text);

/** A splitter and the frames that it has found so far. */
function splitter() {
  const found: [number, string][] = [];
  const into = new FrameSplitter((opcode, payload) => {
    found.push([opcode, new TextDecoder().decode(payload)]);
  });
  return { found, into };
}

Deno.test("encodeClientFrame() encodes the masked Hello of RFC 6455 §5.7", () => {
  assertEquals(encodeClientFrame("Hello").toHex(), "818537fa213d7f9f4d5158");
});

Deno.test.each([
  { length: 125, head: "81fd" },
  { length: 126, head: "81fe007e" },
  { length: 65_535, head: "81feffff" },
  { length: 65_536, head: "81ff0000000000010000" },
])(
  "encodeClientFrame() encodes a length of $length as $head",
  ({ length, head }) => {
    const frame = encodeClientFrame(new Uint8Array(length), {
      maskingKey: MASK,
    });
    assertEquals(frame.subarray(0, head.length / 2).toHex(), head);
    assertEquals(frame.length, head.length / 2 + 4 + length);
  },
);

Deno.test.each(
  [
    { options: { isFinal: false, opcode: 2 }, hex: "028137fa213d4f" },
    { options: { isMasked: false, reserved: 4 }, hex: "c10178" },
    { options: { isMasked: false, lengthBytes: 2 }, hex: "817e000178" },
    {
      options: { isMasked: false, lengthBytes: 8 },
      hex: "817f000000000000000178",
    },
  ] as const,
)("encodeClientFrame() encodes $options", ({ options, hex }) => {
  assertEquals(encodeClientFrame("x", options).toHex(), hex);
});

Deno.test("encodeClientClose() encodes the code before the reason", () => {
  const frame = encodeClientClose(4100, "bye");
  applyMask(frame, 6, frame.length - 6, MASK, 0);
  assertEquals(frame.subarray(6).toHex(), "1004627965");
});

Deno.test("concatBytes() joins any number of pieces", () => {
  assertEquals([...concatBytes()], []);
  assertEquals([...concatBytes(encode("a"), encode(""), encode("bc"))], [
    ...encode("abc"),
  ]);
});

Deno.test("applyMask() twice gives the bytes back, from any offset", () => {
  const bytes = encode("0123456789");
  applyMask(bytes, 3, 5, MASK, 7);
  applyMask(bytes, 3, 5, MASK, 7);
  assertEquals(new TextDecoder().decode(bytes), "0123456789");
});

Deno.test("FrameSplitter finds the same frames however the bytes are split", () => {
  const long = "x".repeat(300);
  const stream = new Uint8Array([
    0x81,
    5,
    ...encode("Hello"),
    0x89,
    0,
    0x81,
    126,
    1,
    44,
    ...encode(long),
    0x81,
    127,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    2,
    ...encode("ab"),
  ]);
  const expected: [number, string][] = [
    [OPCODE.text, "Hello"],
    [OPCODE.ping, ""],
    [OPCODE.text, long],
    [OPCODE.text, "ab"],
  ];
  for (let cut = 0; cut <= stream.length; cut++) {
    const { found, into } = splitter();
    into.push(stream.slice(0, cut));
    into.push(stream.slice(cut));
    assertEquals(found, expected, `cut at ${cut}`);
  }
});

Deno.test.each([
  { bytes: [0x01, 0], what: "Fragmented" },
  { bytes: [0x81, 0x80, 0, 0, 0, 0], what: "Masked" },
  { bytes: [0xc1, 0], what: "Reserved" },
])("FrameSplitter throws at a frame that no server may send: $what", (c) => {
  const { into } = splitter();
  assertThrows(() => into.push(new Uint8Array(c.bytes)), Error, c.what);
});
