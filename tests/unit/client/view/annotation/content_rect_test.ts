import { assertEquals } from "@std/assert";
import { contentRectOf } from "../../../../../client/view/annotation/content_rect.ts";

Deno.test("contentRectOf() is centred in a box of another shape", () => {
  const picture = { width: 1920, height: 1080 };
  assertEquals(contentRectOf({ width: 960, height: 700 }, picture), {
    left: 0,
    top: 80,
    width: 960,
    height: 540,
  });
  assertEquals(contentRectOf({ width: 1000, height: 540 }, picture), {
    left: 20,
    top: 0,
    width: 960,
    height: 540,
  });
});

Deno.test("contentRectOf() is null before the size of the video is known", () => {
  const box = { width: 100, height: 100 };
  assertEquals(contentRectOf(box, { width: 0, height: 0 }), null);
});
