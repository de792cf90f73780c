import { assertEquals } from "@std/assert";
import {
  cleanName,
  MAX_NAME_LENGTH,
  readMemberProfile,
} from "../../../../../client/engine/call/member_profile.ts";

Deno.test("readMemberProfile() replaces missing and malformed fields by defaults", () => {
  const want = { name: "", muted: false, cameraOff: false, sharing: false };
  assertEquals(readMemberProfile({}), want);
  assertEquals(
    readMemberProfile({ name: 4, muted: "yes", cameraOff: null, sharing: 1 }),
    want,
  );
});

Deno.test("readMemberProfile() reads who shares a screen", () => {
  assertEquals(readMemberProfile({ sharing: true }).sharing, true);
});

Deno.test.each([
  { name: "  Ann \n Lee ", want: "Ann Lee" },
  // Decomposed letters are composed.
  { name: "\u1100\u1161", want: "가" },
  // Direction marks are removed.
  { name: "\u202eevil", want: "evil" },
  { name: "x".repeat(MAX_NAME_LENGTH + 5), want: "x".repeat(MAX_NAME_LENGTH) },
])("cleanName() makes $want of $name", ({ name, want }) => {
  assertEquals(cleanName(name), want);
});
