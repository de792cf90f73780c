import { assertEquals } from "@std/assert";
import {
  cleanName,
  MAX_NAME_LENGTH,
  readMemberProfile,
} from "../../../../../client/engine/call/member_profile.ts";

Deno.test("readMemberProfile() takes the harmless value for what is missing or strange", () => {
  const want = { name: "", muted: false, cameraOff: false, sharing: false };
  assertEquals(readMemberProfile({}), want);
  assertEquals(
    readMemberProfile({ name: 4, muted: "yes", cameraOff: null, sharing: 1 }),
    want,
  );
});

Deno.test("readMemberProfile() tells who shares a screen", () => {
  assertEquals(readMemberProfile({ sharing: true }).sharing, true);
});

Deno.test.each([
  { name: "  Ann \n Lee ", want: "Ann Lee" },
  // Letters that arrive in pieces are one word.
  { name: "\u1100\u1161", want: "가" },
  // A name cannot turn the text around it.
  { name: "\u202eevil", want: "evil" },
  { name: "x".repeat(MAX_NAME_LENGTH + 5), want: "x".repeat(MAX_NAME_LENGTH) },
])("cleanName() makes $want of $name", ({ name, want }) => {
  assertEquals(cleanName(name), want);
});
