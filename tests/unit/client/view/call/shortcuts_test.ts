import { assertEquals } from "@std/assert";
import {
  type KeyPress,
  matchShortcut,
  SHORTCUTS,
} from "../../../../../client/view/call/shortcuts.ts";

function press(part: Partial<KeyPress>): KeyPress {
  return {
    key: "",
    code: "",
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    shiftKey: false,
    repeat: false,
    isComposing: false,
    ...part,
  };
}

Deno.test.each(SHORTCUTS.map((shortcut) => ({ ...shortcut })))(
  "matchShortcut() matches $key to $name",
  ({ name, key, code, needsShift = false }) => {
    const keyPress = press({ key, code, shiftKey: needsShift });
    assertEquals(matchShortcut(keyPress), name);
  },
);

Deno.test("matchShortcut() uses the code on a layout without Latin letters", () => {
  assertEquals(matchShortcut(press({ key: "ㅡ", code: "KeyM" })), "microphone");
  assertEquals(matchShortcut(press({ key: "м", code: "KeyV" })), "camera");
});

Deno.test("matchShortcut() uses the letter on a layout that moves it", () => {
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

Deno.test("matchShortcut() accepts a capital letter from caps lock, not from Shift", () => {
  assertEquals(matchShortcut(press({ key: "M", code: "KeyM" })), "microphone");
  assertEquals(
    matchShortcut(press({ key: "M", code: "KeyM", shiftKey: true })),
    null,
  );
});

Deno.test("matchShortcut() ignores modifiers, repeats, composition and other keys", () => {
  const m = { key: "m", code: "KeyM" };
  for (
    const modifier of [
      { ctrlKey: true },
      { altKey: true },
      { metaKey: true },
      { repeat: true },
      { isComposing: true },
    ]
  ) {
    assertEquals(matchShortcut(press({ ...m, ...modifier })), null);
  }
  assertEquals(matchShortcut(press({ key: "Enter", code: "Enter" })), null);
  assertEquals(matchShortcut(press({ key: "/", code: "Slash" })), null);
});

Deno.test("Each key and each code has one shortcut", () => {
  assertEquals(new Set(SHORTCUTS.map((s) => s.key)).size, SHORTCUTS.length);
  assertEquals(new Set(SHORTCUTS.map((s) => s.code)).size, SHORTCUTS.length);
});
