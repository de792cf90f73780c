import { assertEquals } from "@std/assert";
import {
  TRACK_ROLES,
  trackRoleOf,
} from "../../../../../client/engine/peer/track_role.ts";

const made = (kind: string) => ({ receiver: { track: { kind } } });

Deno.test("trackRoleOf() derives each role from the order of the offer", () => {
  const all = TRACK_ROLES.map(({ kind }) => made(kind));
  assertEquals(
    all.map((one) => trackRoleOf(one, all)),
    ["audio", "video", "screen", "screenAudio"],
  );
});

Deno.test("trackRoleOf() accepts fewer transceivers and another order", () => {
  const all = ["video", "audio"].map(made);
  assertEquals(all.map((one) => trackRoleOf(one, all)), ["video", "audio"]);
});

Deno.test("trackRoleOf() has no role for a third of a kind", () => {
  const all = ["video", "video", "video"].map(made);
  assertEquals(all.map((one) => trackRoleOf(one, all)), [
    "video",
    "screen",
    null,
  ]);
});
