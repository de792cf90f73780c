import { assertEquals } from "@std/assert";
import { maxRenderedSizes } from "../../../../../client/engine/quality/rendered_size.ts";

Deno.test("maxRenderedSizes() takes the larger size of each picture", () => {
  const page = new Map([
    ["a", { camera: 0, screen: 900 }],
    ["b", { camera: 640, screen: 0 }],
  ]);
  const recording = new Map([
    ["a", { camera: 400, screen: 300 }],
    ["c", { camera: 100, screen: 0 }],
  ]);
  assertEquals(
    [...maxRenderedSizes(page, recording)],
    [
      ["a", { camera: 400, screen: 900 }],
      ["b", { camera: 640, screen: 0 }],
      ["c", { camera: 100, screen: 0 }],
    ],
  );
});
