import { assertEquals } from "@std/assert";
import {
  againKey,
  isWorthChecking,
  refusalKey,
  refusalTitle,
} from "../../../../../client/view/start/refusal.ts";

Deno.test.each([
  { code: "room-full" as const, want: "refusedFull" },
  { code: "too-many-rooms" as const, want: "refusedServerFull" },
  { code: "too-fast" as const, want: "refusedOther" },
  { code: "removed" as const, want: "removedText" },
  { code: null, want: "refusedReplaced" },
])("refusalKey() has $want for $code", ({ code, want }) => {
  assertEquals(refusalKey(code), want);
});

Deno.test("refusalTitle() names an end that a host made", () => {
  assertEquals(refusalTitle("room-ended"), "endedTitle");
  assertEquals(refusalTitle("knock-refused"), "refusedTitle");
  assertEquals(refusalTitle(null), "refusedTitle");
});

Deno.test("isWorthChecking() is false where people decided", () => {
  assertEquals(isWorthChecking("knock-refused"), false);
  assertEquals(isWorthChecking("too-fast"), true);
  assertEquals(isWorthChecking(null), true);
});

Deno.test("againKey() lets one come back who was inside, and others try again", () => {
  assertEquals(againKey("removed"), "rejoin");
  assertEquals(againKey("knock-refused"), "tryAgain");
  assertEquals(againKey(null), "tryAgain");
});
