import { assertEquals } from "@std/assert";
import {
  computeMedian,
  measureMedianMs,
} from "../../../../../client/engine/check/round_trip.ts";

Deno.test("computeMedian() takes the upper of two, and null of none", () => {
  assertEquals(computeMedian([3, 1]), 3);
  assertEquals(computeMedian([]), null);
});

Deno.test("measureMedianMs() measures one after the other and takes the median", async () => {
  const times = [9, 1, 5];
  const median = await measureMedianMs(
    3,
    () => Promise.resolve(times.shift() ?? null),
  );
  assertEquals([median, times.length], [5, 0]);
});

Deno.test("measureMedianMs() stops at the first timeout", async () => {
  let count = 0;
  const median = await measureMedianMs(5, () => {
    count++;
    return Promise.resolve(count === 2 ? null : 1);
  });
  assertEquals([median, count], [null, 2]);
});
