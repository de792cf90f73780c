import { assertEquals } from "@std/assert";
import { readMemberProfile } from "../../../../../client/engine/call/member_profile.ts";

Deno.test("readMemberProfile() replaces missing and malformed fields by defaults", () => {
  const want = {
    name: "",
    muted: false,
    cameraOff: false,
    cameraInterrupted: false,
    sharing: false,
    annotatable: false,
    videoCodecs: [],
    recording: false,
  };
  assertEquals(readMemberProfile({}), want);
  assertEquals(
    readMemberProfile({
      name: 4,
      muted: "yes",
      cameraOff: null,
      sharing: 1,
      recording: "on",
    }),
    want,
  );
});

Deno.test("readMemberProfile() reads who shares a screen", () => {
  assertEquals(readMemberProfile({ sharing: true }).sharing, true);
});
