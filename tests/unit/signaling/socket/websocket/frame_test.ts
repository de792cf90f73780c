import { assertEquals, assertThrows } from "@std/assert";
import {
  closeFrame,
  controlFrame,
  headerBytes,
  OPCODE,
  writeHeader,
} from "../../../../../signaling/socket/websocket/frame.ts";

Deno.test("writeHeader() writes the three length forms of RFC 6455 §5.2", () => {
  const header = (length: number) => {
    const bytes = new Uint8Array(headerBytes(length));
    assertEquals(writeHeader(bytes, 0, OPCODE.text, length), bytes.length);
    return [...bytes];
  };
  assertEquals(header(125), [0x81, 125]);
  assertEquals(header(126), [0x81, 126, 0, 126]);
  assertEquals(header(0xffff), [0x81, 126, 0xff, 0xff]);
  assertEquals(header(0x10000), [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
});

Deno.test("controlFrame() refuses more than 125 bytes", () => {
  assertEquals(controlFrame(OPCODE.pong, new Uint8Array(125)).length, 127);
  assertThrows(
    () => controlFrame(OPCODE.pong, new Uint8Array(126)),
    RangeError,
  );
});

Deno.test("closeFrame() cuts a reason to what fits, at a character", () => {
  assertEquals([...closeFrame(1012, "go")], [0x88, 4, 0x03, 0xf4, 0x67, 0x6f]);
  const frame = closeFrame(4000, "가".repeat(60));
  assertEquals(frame.length, 2 + 2 + 123);
});
