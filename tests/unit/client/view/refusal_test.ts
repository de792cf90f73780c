import { assertEquals } from "@std/assert";
import { refusalKey } from "../../../../client/view/refusal.ts";

Deno.test.each([
  { code: "room-full" as const, want: "refusedFull" },
  { code: "too-many-rooms" as const, want: "refusedServerFull" },
  { code: "too-fast" as const, want: "refusedOther" },
  { code: null, want: "refusedReplaced" },
])("refusalKey() has $want for $code", ({ code, want }) => {
  assertEquals(refusalKey(code), want);
});
