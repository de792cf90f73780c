import { assertEquals, assertThrows } from "@std/assert";
import {
  applyMask,
  buildMaskedFrame,
  FRAME_OPCODES,
  FrameSplitter,
} from "../../../../bench/signaling/frames.ts";

const MASK = new Uint8Array([0x37, 0xfa, 0x21, 0x3d]);
const encode = (text: string) => new TextEncoder().encode(text);

/** A splitter, and what it has found so far. */
function splitter() {
  const found: [number, string][] = [];
  const into = new FrameSplitter((opcode, payload) => {
    found.push([opcode, new TextDecoder().decode(payload)]);
  });
  return { found, into };
}

Deno.test("maskedFrame() makes the masked Hello of RFC 6455 §5.7", () => {
  const { bytes, payloadOffset } = buildMaskedFrame(
    FRAME_OPCODES.text,
    encode("Hello"),
    MASK,
  );
  assertEquals(bytes.toHex(), "818537fa213d7f9f4d5158");
  assertEquals(payloadOffset, 6);
});

Deno.test.each([
  { length: 125, head: "81fd" },
  { length: 126, head: "81fe007e" },
  { length: 65_535, head: "81feffff" },
])("maskedFrame() writes a length of $length as $head", ({ length, head }) => {
  const { bytes } = buildMaskedFrame(
    FRAME_OPCODES.text,
    new Uint8Array(length),
    MASK,
  );
  assertEquals(bytes.subarray(0, head.length / 2).toHex(), head);
  assertEquals(bytes.length, head.length / 2 + 4 + length);
});

Deno.test("maskedFrame() refuses what 16 bits of length cannot tell", () => {
  const payload = new Uint8Array(65_536);
  assertThrows(
    () => buildMaskedFrame(FRAME_OPCODES.text, payload, MASK),
    RangeError,
  );
});

Deno.test("applyMask() twice gives the bytes back, from any offset", () => {
  const bytes = encode("0123456789");
  applyMask(bytes, 3, 5, MASK, 7);
  applyMask(bytes, 3, 5, MASK, 7);
  assertEquals(new TextDecoder().decode(bytes), "0123456789");
});

Deno.test("FrameSplitter finds the same frames wherever the bytes are cut", () => {
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
  const wanted: [number, string][] = [
    [FRAME_OPCODES.text, "Hello"],
    [FRAME_OPCODES.ping, ""],
    [FRAME_OPCODES.text, long],
    [FRAME_OPCODES.text, "ab"],
  ];
  for (let cut = 0; cut <= stream.length; cut++) {
    const { found, into } = splitter();
    into.push(stream.slice(0, cut));
    into.push(stream.slice(cut));
    assertEquals(found, wanted, `cut at ${cut}`);
  }
});

Deno.test.each([
  { bytes: [0x01, 0], what: "Fragmented" },
  { bytes: [0x81, 0x80, 0, 0, 0, 0], what: "Masked" },
])("FrameSplitter throws at a frame no server may send: $what", (c) => {
  const { into } = splitter();
  assertThrows(() => into.push(new Uint8Array(c.bytes)), Error, c.what);
});
