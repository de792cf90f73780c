import { assert, assertEquals } from "@std/assert";
import {
  HUE_COUNT,
  hueOf,
  initialsOf,
} from "../../../../../client/view/ui/initials.ts";

Deno.test.each([
  { name: "Ann", want: "A" },
  { name: "ann lee", want: "AL" },
  { name: "Juan de la Cruz", want: "JC" },
  { name: "김민수", want: "민수" },
  { name: "이 민수", want: "이민" },
  { name: "한", want: "한" },
  { name: "👩‍👩‍👧 family", want: "👩‍👩‍👧F" },
  { name: "👍🏽 thumb", want: "👍🏽T" },
  { name: "🇰🇷🇩🇪", want: "🇰🇷" },
  { name: "❤️‍🔥x", want: "❤️‍🔥" },
  { name: "e\u0301mile", want: "É" },
  { name: "\u1112\u1161\u11ab minsu", want: "한M" },
  { name: "  ", want: "" },
])("initialsOf() shortens $name to $want", ({ name, want }) => {
  assertEquals(initialsOf(name), want);
});

Deno.test("hueOf() is stable and uses all colours", () => {
  const hues = new Set<number>();
  for (let i = 0; i < 200; i++) hues.add(hueOf(`peer-${i}`));
  assertEquals(hues.size, HUE_COUNT);
  assert([...hues].every((hue) => hue >= 0 && hue < HUE_COUNT));
  assertEquals(hueOf("peer-1"), hueOf("peer-1"));
});
