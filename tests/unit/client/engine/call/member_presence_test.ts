import { assertEquals } from "@std/assert";
import {
  isGone,
  LISTED,
  LOST_GRACE_MS,
  unlisted,
} from "../../../../../client/engine/call/member_presence.ts";

Deno.test("isGone() never lets go of a member that the server lists", () => {
  assertEquals(isGone(LISTED, -Infinity, 1e12), false);
});

Deno.test("isGone() lets go of one who is not listed when the grace is over", () => {
  const presence = unlisted(1_000, 30_000);
  assertEquals(isGone(presence, -Infinity, 30_999), false);
  assertEquals(isGone(presence, -Infinity, 31_000), true);
});

Deno.test("isGone() keeps one whose media flowed a moment ago", () => {
  const presence = unlisted(0, 0);
  assertEquals(isGone(presence, 9_000, 9_000 + LOST_GRACE_MS - 1), false);
  assertEquals(isGone(presence, 9_000, 9_000 + LOST_GRACE_MS), true);
});
