import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Histogram } from "../../../../bench/signaling/histogram.ts";

Deno.test.each([{ q: 0.5, want: 500 }, { q: 0.99, want: 990 }, {
  q: 1,
  want: 1000,
}])(
  "Histogram tells quantile $q of 1 to 1000 to one percent",
  ({ q, want }) => {
    const histogram = new Histogram();
    for (let value = 1; value <= 1000; value++) histogram.add(value);
    assertEquals(histogram.count, 1000);
    assertAlmostEquals(histogram.quantile(q), want, want / 100);
  },
);

Deno.test("Histogram has no quantile when it is empty or cleared", () => {
  const histogram = new Histogram();
  assertEquals(histogram.quantile(0.5), NaN);
  histogram.add(7);
  histogram.clear();
  assertEquals(histogram.quantile(0.5), NaN);
});
