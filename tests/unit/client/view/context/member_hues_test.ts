import { assert, assertEquals } from "@std/assert";
import { PAGE_MAX_MEMBERS } from "../../../../../signaling/protocol.ts";
import {
  assignHues,
  HUE_COUNT,
} from "../../../../../client/view/context/member_hues.ts";

/** Colours after members joined one after the other. */
function joinOneByOne(ids: readonly string[]): ReadonlyMap<string, number> {
  let hues: ReadonlyMap<string, number> = new Map();
  for (let count = 1; count <= ids.length; count++) {
    hues = assignHues(ids.slice(0, count), hues);
  }
  return hues;
}

Deno.test("assignHues() gives every member of a full call its own colour", () => {
  for (let call = 0; call < 50; call++) {
    const ids = Array.from(
      { length: PAGE_MAX_MEMBERS },
      (_, i) => `call-${call}-member-${i}`,
    );
    const hues = [...assignHues(ids).values()];
    assertEquals(new Set(hues).size, PAGE_MAX_MEMBERS);
    assert(hues.every((hue) => hue >= 0 && hue < HUE_COUNT));
    assertEquals(joinOneByOne(ids), assignHues(ids));
  }
});

Deno.test("assignHues() keeps the colour of a member when another one leaves", () => {
  const ids = ["a", "i", "q", "y"];
  const before = assignHues(ids);
  const after = assignHues(["i", "q", "y", "z"], before);
  for (const id of ["i", "q", "y"]) assertEquals(after.get(id), before.get(id));
  assertEquals(after.has("a"), false);
  assertEquals(new Set(after.values()).size, 4);
});
