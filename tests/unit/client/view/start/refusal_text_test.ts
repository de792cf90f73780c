import { assertEquals } from "@std/assert";
import {
  refusalKeyOf,
  refusalTitleKeyOf,
  retryLabelKeyOf,
  suggestsConnectionCheck,
} from "../../../../../client/view/start/refusal_text.ts";

Deno.test.each([
  { code: "room-full" as const, want: "refusedFull" },
  { code: "too-many-rooms" as const, want: "refusedServerFull" },
  { code: "too-fast" as const, want: "refusedOther" },
  { code: "removed" as const, want: "removedText" },
  { code: null, want: "refusedReplaced" },
])("refusalKeyOf() has $want for $code", ({ code, want }) => {
  assertEquals(refusalKeyOf(code), want);
});

Deno.test("refusalTitleKeyOf() names an end that a host made", () => {
  assertEquals(refusalTitleKeyOf("room-ended"), "endedTitle");
  assertEquals(refusalTitleKeyOf("knock-refused"), "refusedTitle");
  assertEquals(refusalTitleKeyOf(null), "refusedTitle");
});

Deno.test("suggestsConnectionCheck() is false where people decided", () => {
  assertEquals(suggestsConnectionCheck("knock-refused"), false);
  assertEquals(suggestsConnectionCheck("too-fast"), true);
  assertEquals(suggestsConnectionCheck(null), true);
});

Deno.test("retryLabelKeyOf() lets one come back who was inside, and others try again", () => {
  assertEquals(retryLabelKeyOf("removed"), "rejoin");
  assertEquals(retryLabelKeyOf("knock-refused"), "tryAgain");
  assertEquals(retryLabelKeyOf(null), "tryAgain");
});
