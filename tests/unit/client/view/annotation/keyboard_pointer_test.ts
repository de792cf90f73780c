import { assertEquals } from "@std/assert";
import {
  CENTER,
  movePoint,
} from "../../../../../client/view/annotation/keyboard_pointer.ts";

const press = (key: string, shiftKey = false, ctrlKey = false) => ({
  key,
  shiftKey,
  ctrlKey,
  altKey: false,
  metaKey: false,
});

Deno.test("movePoint() moves with the arrow keys, farther with Shift", () => {
  assertEquals(movePoint(CENTER, press("ArrowLeft")), { x: 480, y: 500 });
  assertEquals(movePoint(CENTER, press("ArrowDown", true)), { x: 500, y: 600 });
});

Deno.test("movePoint() stays on the screen", () => {
  assertEquals(movePoint({ x: 5, y: 0 }, press("ArrowLeft")), { x: 0, y: 0 });
  assertEquals(movePoint({ x: 5, y: 995 }, press("ArrowDown")), {
    x: 5,
    y: 1_000,
  });
});

Deno.test("movePoint() ignores other keys and those of the browser", () => {
  assertEquals(movePoint(CENTER, press("a")), null);
  assertEquals(movePoint(CENTER, press("ArrowLeft", false, true)), null);
});
