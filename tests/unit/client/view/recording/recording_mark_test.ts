import { assertEquals } from "@std/assert";
import { formatElapsed } from "../../../../../client/view/recording/recording_mark.tsx";

Deno.test("formatElapsed() has minutes and seconds, and hours from the first on", () => {
  const cases: readonly [number, string][] = [
    [-1, "0:00"],
    [999, "0:00"],
    [61_000, "1:01"],
    [59 * 60_000 + 59_999, "59:59"],
    [3_600_000, "1:00:00"],
    [36_061_000, "10:01:01"],
  ];
  for (const [ms, text] of cases) assertEquals(formatElapsed(ms), text);
});
