import { assertEquals } from "@std/assert";
import {
  roleOf,
  ROLES,
} from "../../../../../client/engine/peer/transceiver_roles.ts";

const made = (kind: string) => ({ receiver: { track: { kind } } });

Deno.test("roleOf() tells each role by the order of the offer", () => {
  const all = ROLES.map(({ kind }) => made(kind));
  assertEquals(
    all.map((one) => roleOf(one, all)),
    ["audio", "video", "screen", "screenAudio"],
  );
});

Deno.test("roleOf() takes fewer transceivers and another order from another page", () => {
  const all = ["video", "audio"].map(made);
  assertEquals(all.map((one) => roleOf(one, all)), ["video", "audio"]);
});

Deno.test("roleOf() has no role for a third of a kind", () => {
  const all = ["video", "video", "video"].map(made);
  assertEquals(all.map((one) => roleOf(one, all)), ["video", "screen", null]);
});
