import { assertEquals } from "@std/assert";
import { isImeKey } from "../../../../../client/view/ui/ime_key.ts";

Deno.test.each([
  { isComposing: false, keyCode: 13, want: false },
  { isComposing: true, keyCode: 13, want: true },
  { isComposing: true, keyCode: 229, want: true },
  { isComposing: false, keyCode: 229, want: true },
])(
  "isImeKey() is $want for key code $keyCode, composing: $isComposing",
  (c) => {
    assertEquals(isImeKey(c), c.want);
  },
);
