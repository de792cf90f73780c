import { assertEquals } from "@std/assert";
import {
  type KeyFacts,
  shortcutOf,
  SHORTCUTS,
} from "../../../../../client/view/call/shortcuts.ts";

function press(facts: Partial<KeyFacts>): KeyFacts {
  return {
    key: "",
    code: "",
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    shiftKey: false,
    repeat: false,
    isComposing: false,
    ...facts,
  };
}

Deno.test.each(SHORTCUTS.map((shortcut) => ({ ...shortcut })))(
  "shortcutOf() knows $key as $name",
  ({ name, key, code, isShifted = false }) => {
    const facts = press({ key, code, shiftKey: isShifted });
    assertEquals(shortcutOf(facts), name);
  },
);

Deno.test("shortcutOf() goes by the place of the key where it writes no Latin letter", () => {
  assertEquals(shortcutOf(press({ key: "ㅡ", code: "KeyM" })), "microphone");
  assertEquals(shortcutOf(press({ key: "м", code: "KeyV" })), "camera");
});

Deno.test("shortcutOf() goes by the letter where a keyboard has it in another place", () => {
  assertEquals(
    shortcutOf(press({ key: "m", code: "Semicolon" })),
    "microphone",
  );
  assertEquals(shortcutOf(press({ key: ",", code: "KeyM" })), null);
  assertEquals(
    shortcutOf(press({ key: "?", code: "Minus", shiftKey: true })),
    "list",
  );
});

Deno.test("shortcutOf() takes a capital letter of caps lock, not one of Shift", () => {
  assertEquals(shortcutOf(press({ key: "M", code: "KeyM" })), "microphone");
  assertEquals(
    shortcutOf(press({ key: "M", code: "KeyM", shiftKey: true })),
    null,
  );
});

Deno.test("shortcutOf() leaves alone what belongs to browser, system or a syllable", () => {
  const m = { key: "m", code: "KeyM" };
  for (
    const more of [
      { ctrlKey: true },
      { altKey: true },
      { metaKey: true },
      { repeat: true },
      { isComposing: true },
    ]
  ) {
    assertEquals(shortcutOf(press({ ...m, ...more })), null);
  }
  assertEquals(shortcutOf(press({ key: "Enter", code: "Enter" })), null);
  assertEquals(shortcutOf(press({ key: "/", code: "Slash" })), null);
});

Deno.test("Each key and each place of a key has one meaning", () => {
  assertEquals(new Set(SHORTCUTS.map((s) => s.key)).size, SHORTCUTS.length);
  assertEquals(new Set(SHORTCUTS.map((s) => s.code)).size, SHORTCUTS.length);
});
