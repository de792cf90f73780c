/** Vectors computed with Python's hmac and hashlib. @module */
import { assertEquals, assertNotEquals } from "@std/assert";
import {
  canonicalizeDescription,
  canonicalizeInfo,
  deriveProofKey,
  encodeMessage,
  isSameProof,
} from "../../../../../client/engine/trust/message_proof.ts";
import {
  encodeBase64Url,
  makeRoomKeyText,
  readRoomKey,
} from "../../../../../client/engine/trust/room_key.ts";

const KEY_TEXT = "AAECAwQFBgcICQoLDA0ODw";
const KEY = Uint8Array.from({ length: 16 }, (_, i) => i);
const ROOM = "tea-마루";
const DESCRIPTION = {
  from: "a",
  to: "b",
  session: "s1",
  toSession: "s2",
  counter: 3,
  event: "description",
  data: canonicalizeDescription({
    connection: { by: "a", generation: 4 },
    description: { sdp: "v=0\r\n", type: "offer" },
  }),
};
const INFO = {
  from: "a",
  to: "",
  session: "s1",
  toSession: "",
  counter: 2,
  event: "info",
  data: canonicalizeInfo({
    version: 2,
    session: "s1",
    proof: "left out",
    name: "Ada",
    muted: true,
  }),
};

Deno.test("deriveProofKey() computes the proof of a description and of an info", async () => {
  const compute = await deriveProofKey(crypto.subtle, KEY, ROOM);
  assertEquals(
    encodeMessage(ROOM, DESCRIPTION),
    '[1,"tea-마루","a","b","s1","s2",3,"description",[4,"a","offer","v=0\\r\\n"]]',
  );
  assertEquals(
    await compute(DESCRIPTION),
    "QuosCNX8zvW2Ztq9vx8Nrg_XlH7Ot1tFdiYBK69cmrE",
  );
  assertEquals(
    await compute(INFO),
    "ZcSBWOJQ-pVdLFzon-b0hVetALrgfdNlw9ghmVnfyMs",
  );
});

Deno.test("A proof depends on the key, the room and each field", async () => {
  const compute = await deriveProofKey(crypto.subtle, KEY, ROOM);
  const otherRoom = await deriveProofKey(crypto.subtle, KEY, "tea");
  const otherKey = await deriveProofKey(
    crypto.subtle,
    KEY.map((byte) => byte ^ 1),
    ROOM,
  );
  const proofs = new Set([
    await compute(DESCRIPTION),
    await otherRoom(DESCRIPTION),
    await otherKey(DESCRIPTION),
  ]);
  for (const field of Object.keys(DESCRIPTION)) {
    const changed = field === "counter" ? 4 : "x";
    proofs.add(await compute({ ...DESCRIPTION, [field]: changed }));
  }
  assertEquals(proofs.size, 3 + Object.keys(DESCRIPTION).length);
});

Deno.test("readRoomKey() reads what makeRoomKeyText() makes, and nothing else", () => {
  assertEquals(makeRoomKeyText((bytes) => bytes.set(KEY)), KEY_TEXT);
  assertEquals(readRoomKey(KEY_TEXT), KEY);
  const all = Uint8Array.from({ length: 16 }, () => 255);
  assertEquals(readRoomKey(encodeBase64Url(all)), all);
  for (
    const text of [
      "",
      KEY_TEXT.slice(1),
      `${KEY_TEXT}A`,
      // Bits behind the last byte.
      `${KEY_TEXT.slice(0, -1)}x`,
      `${KEY_TEXT.slice(0, -1)}=`,
      ` ${KEY_TEXT}`,
    ]
  ) assertEquals(readRoomKey(text), null, text);
});

Deno.test("makeRoomKeyText() makes another key each time", () => {
  const make = () => makeRoomKeyText((bytes) => crypto.getRandomValues(bytes));
  assertNotEquals(make(), make());
});

Deno.test("isSameProof() compares whole proofs", () => {
  assertEquals(isSameProof("abc", "abc"), true);
  for (const other of ["", "ab", "abd", "abcd", "Abc"]) {
    assertEquals(isSameProof("abc", other), false);
  }
});
