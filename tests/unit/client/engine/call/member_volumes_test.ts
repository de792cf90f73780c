import { assertEquals } from "@std/assert";
import {
  MAX_MEMBER_VOLUMES,
  readVolumes,
  volumeOf,
  withVolume,
} from "../../../../../client/engine/call/member_volumes.ts";

Deno.test("volumeOf() is 1 for a member without a choice", () => {
  assertEquals(volumeOf({ volumes: { a: 0.3 } }, "a"), 0.3);
  assertEquals(volumeOf({ volumes: { a: 0.3 } }, "b"), 1);
  assertEquals(volumeOf({ volumes: {} }, "toString"), 1);
});

Deno.test("withVolume() stays within 0 to 1 and drops the oldest", () => {
  assertEquals(withVolume({ a: 1, b: 0 }, "a", 7), { b: 0, a: 1 });
  assertEquals(withVolume({}, "a", -1), { a: 0 });
  let volumes = {};
  for (let i = 0; i <= MAX_MEMBER_VOLUMES; i++) {
    volumes = withVolume(volumes, `m${i}`, 0.5);
  }
  assertEquals(Object.keys(volumes).length, MAX_MEMBER_VOLUMES);
  assertEquals(volumeOf({ volumes }, "m0"), 1);
});

Deno.test("readVolumes() drops what is malformed", () => {
  const stored = { a: 0.5, b: 2, c: "1", d: -1, e: null };
  assertEquals(readVolumes(stored), { a: 0.5 });
  assertEquals([readVolumes(null), readVolumes("x")], [{}, {}]);
});
