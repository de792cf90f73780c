import { assert, assertEquals, assertMatch } from "@std/assert";
import { makeRoomName } from "../../../client/room_name.ts";
import { canonicalizeRoomName } from "../../../signaling/room_name.ts";

Deno.test("makeRoomName() makes a valid room name", () => {
  const name = makeRoomName((bytes) => crypto.getRandomValues(bytes));
  assertMatch(name, /^[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}$/);
  assertEquals(canonicalizeRoomName(name), name);
});

Deno.test("makeRoomName() has no modulo bias", () => {
  let next = 0;
  const counts = new Map<string, number>();
  // All 256 byte values: those beyond the last full multiple are rejected.
  for (let i = 0; i < 310; i++) {
    const name = makeRoomName((bytes) => {
      for (let j = 0; j < bytes.length; j++) bytes[j] = next++ % 256;
    });
    for (const letter of name.replaceAll("-", "")) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
  }
  const seen = [...counts.values()];
  assertEquals(seen.length, 31);
  assert(Math.max(...seen) - Math.min(...seen) <= 8, `${seen}`);
});
