import { assertAlmostEquals, assertEquals } from "@std/assert";
import { toMeterLevel } from "../../../../../client/engine/media/meter_level.ts";

Deno.test("toMeterLevel() covers sixty decibels, within its bounds", () => {
  assertEquals(toMeterLevel(0), 0);
  assertAlmostEquals(toMeterLevel(0.001), 0, 1e-9);
  assertAlmostEquals(toMeterLevel(0.0316228), 0.5, 1e-6);
  assertEquals(toMeterLevel(1), 1);
  assertEquals(toMeterLevel(2), 1);
});
