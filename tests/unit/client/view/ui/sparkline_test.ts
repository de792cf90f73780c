import { assertEquals } from "@std/assert";
import {
  buildLinePath,
  scaleMaxOf,
} from "../../../../../client/view/ui/sparkline.ts";

const canvas = { width: 100, height: 10 };

Deno.test("buildLinePath() spans the full width", () => {
  const scale = { pointCount: 3, max: 10 };
  assertEquals(buildLinePath([0, 5, 10], canvas, scale), "M0 10L50 5L100 0");
});

Deno.test("buildLinePath() with few values ends at the right edge", () => {
  assertEquals(
    buildLinePath([1, 2], canvas, { pointCount: 5, max: 2 }),
    "M75 5L100 0",
  );
});

Deno.test("buildLinePath() leaves a gap for missing values", () => {
  const values = [null, 0, null, 0, 0];
  const scale = { pointCount: 5, max: 1 };
  assertEquals(buildLinePath(values, canvas, scale), "M25 10M75 10L100 10");
  assertEquals(buildLinePath([null], canvas, scale), "");
  assertEquals(buildLinePath([], canvas, scale), "");
});

Deno.test("buildLinePath() clamps values to the drawing", () => {
  const scale = { pointCount: 2, max: 1 };
  assertEquals(buildLinePath([-5, 99], canvas, scale), "M0 10L100 0");
});

Deno.test("scaleMaxOf() is the largest value, at least the minimum", () => {
  assertEquals(scaleMaxOf([1, null, 7], 5), 7);
  assertEquals(scaleMaxOf([1, null], 5), 5);
  assertEquals(scaleMaxOf([], 5), 5);
});
