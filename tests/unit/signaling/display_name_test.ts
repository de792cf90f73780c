import { assert, assertEquals } from "@std/assert";
import {
  cleanDisplayName,
  cutText,
  firstGraphemeOf,
  MAX_NAME_LENGTH,
} from "../../../signaling/display_name.ts";

const FAMILY = "👨‍👩‍👧‍👦";
const ENGLAND = "🏴󠁧󠁢󠁥󠁮󠁧󠁿";

Deno.test.each([
  ["  Ann \n Lee ", "Ann Lee"],
  // Decomposed letters are composed.
  ["\u1100\u1161", "가"],
  // Direction marks are removed.
  ["\u202eevil", "evil"],
  [`${FAMILY} Kim`, `${FAMILY} Kim`],
  [ENGLAND, ENGLAND],
  ["می\u200cخواهم", "می\u200cخواهم"],
  ["A\u200bnn\ufeff\u00ad", "Ann"],
  ["\ud800A", "A"],
  ["...", "..."],
  ["x".repeat(MAX_NAME_LENGTH + 5), "x".repeat(MAX_NAME_LENGTH)],
])("cleanDisplayName(%j) is %j", (name, clean) => {
  assertEquals(cleanDisplayName(name), clean);
});

Deno.test.each([
  "",
  " \t\n",
  "\u200b\u200b",
  "\u200d",
  "\u2060\ufeff",
  "\u3164",
  "\u115f\u1160",
  "\u2800",
  "\u00a0\u3000",
  "\u202e",
  "\u0301\u0301",
  "\ufe0f",
])("cleanDisplayName(%j) is empty: nothing can be seen", (name) => {
  assertEquals(cleanDisplayName(name), "");
});

Deno.test("cutText() keeps flags, joined emoji and letters with marks whole", () => {
  for (const grapheme of [FAMILY, ENGLAND, "🇰🇷", "👍🏽", "e\u0301\u0302", "한"]) {
    const text = `ab${grapheme}c`;
    const whole = 2 + grapheme.length;
    assertEquals(cutText(text, whole), `ab${grapheme}`);
    for (let max = 2; max < whole; max++) {
      assertEquals(cutText(text, max), "ab", `${grapheme} ${max}`);
    }
  }
});

Deno.test("cutText() cuts a character of endless marks, and no pair in half", () => {
  const zalgo = `a${"\u0301".repeat(1000)}`;
  assertEquals(cutText(zalgo, 60).length, 60);
  const joined = "👨‍".repeat(100);
  const cut = cutText(joined, 10);
  assert(cut.isWellFormed());
  assert(cut.length <= 10);
});

Deno.test("a long name is cleaned in a bounded time", () => {
  const name = cleanDisplayName("👨‍".repeat(100_000));
  assert(name.length <= MAX_NAME_LENGTH);
});

Deno.test("firstGraphemeOf() is what a reader sees first", () => {
  assertEquals(firstGraphemeOf(`${FAMILY}x`), FAMILY);
  assertEquals(firstGraphemeOf("🇰🇷🇯🇵"), "🇰🇷");
  assertEquals(firstGraphemeOf("e\u0301a"), "é");
  assertEquals(firstGraphemeOf(""), "");
});
