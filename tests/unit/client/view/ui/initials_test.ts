import { assertEquals } from "@std/assert";
import { initialsOf } from "../../../../../client/view/ui/initials.ts";

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
