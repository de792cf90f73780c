import { assertEquals } from "@std/assert";
import {
  computeMedian,
  computeMedianRatio,
  formatNumber,
  formatTable,
} from "../../../../bench/signaling/report.ts";

Deno.test.each([
  { values: [], want: NaN },
  { values: [3], want: 3 },
  { values: [9, 1, 2], want: 2 },
  { values: [4, 1, NaN, 2, 3], want: 2.5 },
])("median($values) is $want", ({ values, want }) => {
  assertEquals(computeMedian(values), want);
});

Deno.test("computeMedianRatio() compares within a round, so a slow round has no effect", () => {
  assertEquals(computeMedianRatio([10, 100, 1], [20, 200, 2]), 0.5);
});

Deno.test.each([
  { value: 1234.5, want: "1235" },
  { value: 12.34, want: "12.3" },
  { value: 0.456, want: "0.46" },
  { value: NaN, want: "-" },
])("figure($value) is $want", ({ value, want }) => {
  assertEquals(formatNumber(value), want);
});

Deno.test("formatTable() aligns the columns", () => {
  assertEquals(
    formatTable([["load", "x"], ["a", "12345"]]),
    "| load | x     |\n|------|-------|\n| a    | 12345 |",
  );
});
