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
])("refusalKeyOf() maps $code to $want", ({ code, want }) => {
  assertEquals(refusalKeyOf(code), want);
});

Deno.test("refusalTitleKeyOf() has titles of their own for decisions of a host", () => {
  assertEquals(refusalTitleKeyOf("room-ended"), "endedTitle");
  assertEquals(refusalTitleKeyOf("knock-refused"), "refusedTitle");
  assertEquals(refusalTitleKeyOf(null), "refusedTitle");
});

Deno.test("suggestsConnectionCheck() is false after a decision of a member", () => {
  assertEquals(suggestsConnectionCheck("knock-refused"), false);
  assertEquals(suggestsConnectionCheck("too-fast"), true);
  assertEquals(suggestsConnectionCheck(null), true);
});

Deno.test("retryLabelKeyOf() is rejoin after a call, otherwise tryAgain", () => {
  assertEquals(retryLabelKeyOf("removed"), "rejoin");
  assertEquals(retryLabelKeyOf("knock-refused"), "tryAgain");
  assertEquals(retryLabelKeyOf(null), "tryAgain");
});
