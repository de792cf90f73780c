import { assertEquals } from "@std/assert";
import {
  type KeyPress,
  matchShortcut,
  SHORTCUTS,
} from "../../../../../client/view/call/shortcuts.ts";

function press(facts: Partial<KeyPress>): KeyPress {
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
  "matchShortcut() knows $key as $name",
  ({ name, key, code, needsShift = false }) => {
    const facts = press({ key, code, shiftKey: needsShift });
    assertEquals(matchShortcut(facts), name);
  },
);

Deno.test("matchShortcut() goes by the place of the key where it writes no Latin letter", () => {
  assertEquals(matchShortcut(press({ key: "ㅡ", code: "KeyM" })), "microphone");
  assertEquals(matchShortcut(press({ key: "м", code: "KeyV" })), "camera");
});

Deno.test("matchShortcut() goes by the letter where a keyboard has it in another place", () => {
  assertEquals(
    matchShortcut(press({ key: "m", code: "Semicolon" })),
    "microphone",
  );
  assertEquals(matchShortcut(press({ key: ",", code: "KeyM" })), null);
  assertEquals(
    matchShortcut(press({ key: "?", code: "Minus", shiftKey: true })),
    "list",
  );
});

Deno.test("matchShortcut() takes a capital letter of caps lock, not one of Shift", () => {
  assertEquals(matchShortcut(press({ key: "M", code: "KeyM" })), "microphone");
  assertEquals(
    matchShortcut(press({ key: "M", code: "KeyM", shiftKey: true })),
    null,
  );
});

Deno.test("matchShortcut() leaves alone what belongs to browser, system or a syllable", () => {
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
    assertEquals(matchShortcut(press({ ...m, ...more })), null);
  }
  assertEquals(matchShortcut(press({ key: "Enter", code: "Enter" })), null);
  assertEquals(matchShortcut(press({ key: "/", code: "Slash" })), null);
});

Deno.test("Each key and each place of a key has one meaning", () => {
  assertEquals(new Set(SHORTCUTS.map((s) => s.key)).size, SHORTCUTS.length);
  assertEquals(new Set(SHORTCUTS.map((s) => s.code)).size, SHORTCUTS.length);
});
