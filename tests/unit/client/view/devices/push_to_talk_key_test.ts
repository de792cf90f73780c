import { assertEquals } from "@std/assert";
import { consumesSpaceKey } from "../../../../../client/view/devices/push_to_talk_key.ts";

function element(tagName: string, role: string | null = null) {
  return {
    tagName,
    getAttribute: (name: string) => name === "role" ? role : null,
  };
}

Deno.test.each(
  [
    ["BODY", null, false],
    ["H1", null, false],
    ["A", null, false],
    ["DIV", "group", false],
    ["INPUT", null, true],
    ["TEXTAREA", null, true],
    ["SELECT", null, true],
    ["BUTTON", null, true],
    ["SUMMARY", null, true],
    ["DIV", "slider", true],
  ] as const,
)("consumesSpaceKey() of %s with role %s is %s", (tag, role, expected) => {
  assertEquals(consumesSpaceKey(element(tag, role), true), expected);
});

Deno.test("consumesSpaceKey() is true in an editor, false without a focused element", () => {
  const editor = { ...element("P"), isContentEditable: true };
  assertEquals(consumesSpaceKey(editor, false), true);
  assertEquals(consumesSpaceKey(null, true), false);
});

Deno.test("consumesSpaceKey() is false for a button focused by mouse", () => {
  assertEquals(consumesSpaceKey(element("BUTTON"), false), false);
  assertEquals(consumesSpaceKey(element("INPUT", "switch"), false), true);
});
