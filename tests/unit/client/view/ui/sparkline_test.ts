import { assertEquals } from "@std/assert";
import { linePath, topOf } from "../../../../../client/view/ui/sparkline.ts";

const canvas = { width: 100, height: 10 };

Deno.test("linePath() goes from the left to the right edge", () => {
  const scale = { count: 3, top: 10 };
  assertEquals(linePath([0, 5, 10], canvas, scale), "M0 10L50 5L100 0");
});

Deno.test("linePath() of few values ends at the right edge", () => {
  assertEquals(
    linePath([1, 2], canvas, { count: 5, top: 2 }),
    "M75 5L100 0",
  );
});

Deno.test("linePath() leaves a gap where nothing was measured", () => {
  const values = [null, 0, null, 0, 0];
  const scale = { count: 5, top: 1 };
  assertEquals(linePath(values, canvas, scale), "M25 10M75 10L100 10");
  assertEquals(linePath([null], canvas, scale), "");
  assertEquals(linePath([], canvas, scale), "");
});

Deno.test("linePath() stays on the drawing", () => {
  const scale = { count: 2, top: 1 };
  assertEquals(linePath([-5, 99], canvas, scale), "M0 10L100 0");
});

Deno.test("topOf() is the largest value, or the least height of a graph", () => {
  assertEquals(topOf([1, null, 7], 5), 7);
  assertEquals(topOf([1, null], 5), 5);
  assertEquals(topOf([], 5), 5);
});
