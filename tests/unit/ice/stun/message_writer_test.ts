import { assert, assertEquals } from "@std/assert";
import {
  decodeStunMessage,
  StunMessage,
} from "../../../../ice/stun/stun_message.ts";
import {
  ATTRIBUTE,
  CLASS,
  ERROR_REASON,
  METHOD,
  type StunErrorCode,
} from "../../../../ice/stun/iana_registry.ts";
import { StunMessageWriter } from "../../../../ice/stun/message_writer.ts";
import {
  decodeXorAddress,
  encodeXorAddress,
} from "../../../../ice/stun/xor_address.ts";
import { STUN_VECTORS } from "../../../vectors/stun.ts";

const ID = Uint8Array.from({ length: 12 }, (_, index) => index * 7);

function written(write: (writer: StunMessageWriter) => void): StunMessage {
  const writer = new StunMessageWriter(METHOD.allocate, CLASS.success, ID);
  write(writer);
  const message = decodeStunMessage(writer.finish());
  assert(message instanceof StunMessage, `Decoded to: ${message}`);
  return message;
}

Deno.test("StunMessageWriter writes XOR-MAPPED-ADDRESS of RFC 5769 §2.2 byte for byte", () => {
  const vector = STUN_VECTORS.find((v) => v.name.includes("2.2"));
  assert(vector?.mapped && vector.key.kind === "short-term");
  const expected = Uint8Array.fromHex(vector.hex);
  const software = expected.subarray(24, 35);
  const bytes = new StunMessageWriter(
    METHOD.binding,
    CLASS.success,
    expected.subarray(8, 20),
  )
    .bytes(ATTRIBUTE.software, software)
    .xorAddress(ATTRIBUTE.xorMappedAddress, vector.mapped)
    .finish().toHex();
  // The RFC pads SOFTWARE with a space; the sender may choose the padding.
  assertEquals(bytes.slice(0, 4), vector.hex.slice(0, 4));
  assertEquals(bytes.slice(72), vector.hex.slice(72, 96));
});

Deno.test("StunMessageWriter grows with its attributes and pads each with zeros", () => {
  const message = written((writer) => {
    for (let length = 0; length < 70; length++) {
      writer.bytes(ATTRIBUTE.data, new Uint8Array(length).fill(0xff));
    }
  });
  assertEquals(
    message.attributes.map(({ length }) => length),
    [...Array(70).keys()],
  );
  for (const { start, length } of message.attributes) {
    const padding = message.bytes.subarray(
      start + length,
      start + ((length + 3) & ~3),
    );
    assertEquals(padding.every((byte) => byte === 0), true);
  }
});

Deno.test("StunMessageWriter.errorCode() writes class, number and phrase of every code", () => {
  for (const [key, phrase] of Object.entries(ERROR_REASON)) {
    const code = Number(key) as StunErrorCode;
    const full = written((writer) => writer.errorCode(code));
    const value = full.value(ATTRIBUTE.errorCode);
    assert(value);
    assertEquals((value[2] ?? 0) * 100 + (value[3] ?? 0), code);
    assertEquals(new TextDecoder().decode(value.subarray(4)), phrase);
    const terse = written((writer) => writer.errorCode(code, true));
    assertEquals(terse.value(ATTRIBUTE.errorCode)?.length, 4);
  }
});

Deno.test("decodeXorAddress() is the inverse of encodeXorAddress()", () => {
  for (const hostname of ["0.0.0.0", "255.255.255.255", "::", "2001:db8::7"]) {
    for (const port of [0, 1, 3478, 65_535]) {
      const address = { hostname, port };
      assertEquals(
        decodeXorAddress(encodeXorAddress(address, ID), ID),
        address,
      );
    }
  }
});

Deno.test.each([
  { name: "an empty value", hex: "" },
  { name: "an unknown family", hex: "0003000001020304" },
  { name: "IPv4 with too many bytes", hex: "000100000102030405" },
  { name: "IPv6 with too few bytes", hex: "0002000001020304" },
])("decodeXorAddress() refuses $name", (c) => {
  assertEquals(decodeXorAddress(Uint8Array.fromHex(c.hex), ID), null);
});
