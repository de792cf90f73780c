import { assertEquals } from "@std/assert";
import { takesSpace } from "../../../../client/view/talk_keys.ts";

function element(
  tagName: string,
  role: string | null = null,
  isByKeyboard = true,
) {
  return {
    tagName,
    matches: (selector: string) =>
      selector === ":focus-visible" && isByKeyboard,
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
)("takesSpace() of %s with role %s is %s", (tag, role, takes) => {
  assertEquals(takesSpace(element(tag, role)), takes);
});

Deno.test("takesSpace() is true where one writes, false where nothing has the focus", () => {
  assertEquals(takesSpace({ ...element("P"), isContentEditable: true }), true);
  assertEquals(takesSpace(null), false);
});

Deno.test("takesSpace() is false for a button that the mouse left the focus on", () => {
  assertEquals(takesSpace(element("BUTTON", null, false)), false);
  assertEquals(takesSpace(element("INPUT", "switch", false)), true);
});
