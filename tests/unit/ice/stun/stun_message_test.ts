import { assert, assertEquals } from "@std/assert";
import {
  decodeStunMessage,
  StunMessage,
} from "../../../../ice/stun/stun_message.ts";
import {
  computeIntegrity,
  computeUserhash,
  deriveLongTermKey,
  findIntegrity,
  verifyIntegrity,
} from "../../../../ice/stun/integrity.ts";
import {
  ATTRIBUTE,
  CLASS,
  METHOD,
} from "../../../../ice/stun/iana_registry.ts";
import { StunMessageWriter } from "../../../../ice/stun/message_writer.ts";
import { decodeXorAddress } from "../../../../ice/stun/xor_address.ts";
import { STUN_VECTORS, type StunVector } from "../../../vectors/stun.ts";

const ID = Uint8Array.from({ length: 12 }, (_, index) => index);

function decoded(vector: StunVector): StunMessage {
  const message = decodeStunMessage(Uint8Array.fromHex(vector.hex));
  assert(message instanceof StunMessage, `Decoded to: ${message}`);
  return message;
}

function keyOf({ key }: StunVector): Uint8Array {
  return key.kind === "short-term"
    ? new TextEncoder().encode(key.password)
    : deriveLongTermKey(key, key.algorithm);
}

for (const vector of STUN_VECTORS) {
  Deno.test(`decodeStunMessage() reads the vector ${vector.name}`, () => {
    const message = decoded(vector);
    assertEquals(message.method, METHOD.binding);
    assertEquals(
      message.messageClass,
      vector.mapped ? CLASS.success : CLASS.request,
    );
    assertEquals(message.has(ATTRIBUTE.fingerprint), vector.hasFingerprint);
    const mapped = message.value(ATTRIBUTE.xorMappedAddress);
    if (vector.mapped) {
      assert(mapped);
      assertEquals(
        decodeXorAddress(mapped, message.transactionId),
        vector.mapped,
      );
    }
  });

  Deno.test(`verifyIntegrity() accepts the key of ${vector.name} and no other`, () => {
    const message = decoded(vector);
    const found = findIntegrity(message);
    assert(found);
    assertEquals(found.kind, vector.integrity);
    assertEquals(verifyIntegrity(message, found, keyOf(vector)), true);
    assertEquals(verifyIntegrity(message, found, new Uint8Array(16)), false);
  });
}

Deno.test("computeUserhash() matches RFC 8489 appendix B.1", () => {
  const vector = STUN_VECTORS.find((v) => v.integrity === "sha256");
  assert(vector);
  assertEquals(
    decoded(vector).value(ATTRIBUTE.userhash)?.toHex(),
    computeUserhash("\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9", "example.org")
      .toHex(),
  );
});

Deno.test.each([
  { why: "too-short", hex: "000100002112a442b7e7a701bc34d686fa87df" },
  { why: "not-stun", hex: "400100002112a442b7e7a701bc34d686fa87dfae" },
  { why: "bad-cookie", hex: "000100002112a443b7e7a701bc34d686fa87dfae" },
  { why: "bad-length", hex: "000100042112a442b7e7a701bc34d686fa87dfae" },
  { why: "bad-length", hex: "000100012112a442b7e7a701bc34d686fa87dfae00" },
  {
    why: "bad-attribute",
    hex: "000100042112a442b7e7a701bc34d686fa87dfae00060001",
  },
  {
    why: "bad-fingerprint",
    hex: "000100082112a442b7e7a701bc34d686fa87dfae8028000400000000",
  },
])("decodeStunMessage() refuses $hex as $why", (c) => {
  assertEquals<unknown>(decodeStunMessage(Uint8Array.fromHex(c.hex)), c.why);
});

Deno.test("decodeStunMessage() ignores attributes behind the integrity attribute", () => {
  const bytes = new StunMessageWriter(METHOD.allocate, CLASS.request, ID)
    .text(ATTRIBUTE.username, "u")
    .integrity(ID, "sha1")
    .u32(ATTRIBUTE.lifetime, 1)
    .integrity(ID, "sha256")
    .text(ATTRIBUTE.realm, "r")
    .fingerprint().finish();
  const message = decodeStunMessage(bytes);
  assert(message instanceof StunMessage);
  assertEquals(message.attributes.map((a) => a.type), [
    ATTRIBUTE.username,
    ATTRIBUTE.messageIntegrity,
    ATTRIBUTE.messageIntegritySha256,
    ATTRIBUTE.fingerprint,
  ]);
});

Deno.test("StunMessage.unknownRequiredTypes() lists each unknown type below 0x8000 once", () => {
  const bytes = new StunMessageWriter(METHOD.allocate, CLASS.request, ID)
    .u32(0x7fff, 1).u32(0x7fff, 1).u32(0x0003, 1).u32(0x8030, 1)
    .u32(ATTRIBUTE.lifetime, 1).finish();
  const message = decodeStunMessage(bytes);
  assert(message instanceof StunMessage);
  assertEquals(message.unknownRequiredTypes(new Set([ATTRIBUTE.lifetime])), [
    0x7fff,
    0x0003,
  ]);
});

Deno.test("StunMessage.text() is null for invalid UTF-8", () => {
  const bytes = new StunMessageWriter(METHOD.binding, CLASS.request, ID)
    .bytes(ATTRIBUTE.username, Uint8Array.of(0xff, 0xfe)).finish();
  const message = decodeStunMessage(bytes);
  assert(message instanceof StunMessage);
  assertEquals(message.text(ATTRIBUTE.username), null);
  assertEquals(message.text(ATTRIBUTE.realm), undefined);
});

Deno.test("decodeStunMessage() reads method and class from every message type", () => {
  for (const method of [...Object.values(METHOD), 0xfff, 0x0f8, 0x070]) {
    for (const messageClass of Object.values(CLASS)) {
      const message = decodeStunMessage(
        new StunMessageWriter(method, messageClass, ID).finish(),
      );
      assert(message instanceof StunMessage);
      assertEquals(message.method, method);
      assertEquals(message.messageClass, messageClass);
    }
  }
});

Deno.test("verifyIntegrity() accepts SHA-256 in full length only", () => {
  for (const length of [12, 16, 18, 20, 32, 36]) {
    const writer = new StunMessageWriter(METHOD.binding, CLASS.request, ID);
    const head = writer.finish();
    const mac = new Uint8Array(36);
    mac.set(computeIntegrity(head, 20, length, ID, "sha256"));
    const message = decodeStunMessage(
      writer.bytes(ATTRIBUTE.messageIntegritySha256, mac.subarray(0, length))
        .finish(),
    );
    assert(message instanceof StunMessage);
    const found = findIntegrity(message);
    assert(found);
    assertEquals(
      verifyIntegrity(message, found, ID),
      length === 32,
      `${length} bytes`,
    );
  }
});
