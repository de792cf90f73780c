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
    annotatableBy: [],
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
      annotatableBy: "a",
      recording: "on",
    }),
    want,
  );
});

Deno.test("readMemberProfile() reads who shares a screen", () => {
  assertEquals(readMemberProfile({ sharing: true }).sharing, true);
});

Deno.test("readMemberProfile() reads at most as many ids of drawing members as a room has members", () => {
  const ids = Array.from({ length: 20 }, (_, i) => `m${i}`);
  assertEquals(
    readMemberProfile({ annotatableBy: [1, null, ...ids] }).annotatableBy,
    ids.slice(0, 8),
  );
});
