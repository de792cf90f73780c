import { assertEquals } from "@std/assert";
import {
  isPreviewable,
  MAX_PREVIEW_BYTES,
} from "../../../../../client/engine/files/previewable_image.ts";

Deno.test.each([
  { name: "a.png", size: 1, isShown: true },
  { name: "A.JPG", size: MAX_PREVIEW_BYTES, isShown: true },
  { name: "a.b.jpeg", size: 5, isShown: true },
  { name: "a.webp", size: 5, isShown: true },
  { name: "a.gif", size: 5, isShown: true },
  { name: "a.avif", size: 5, isShown: true },
  { name: "a.png", size: MAX_PREVIEW_BYTES + 1, isShown: false },
  { name: "a.png", size: 0, isShown: false },
  { name: "a.svg", size: 5, isShown: false },
  { name: "a.png.svg", size: 5, isShown: false },
  { name: "png", size: 5, isShown: false },
  { name: "a.pdf", size: 5, isShown: false },
])("isPreviewable() of $name with $size bytes: $isShown", (test) => {
  assertEquals(isPreviewable(test.name, test.size), test.isShown);
});
