import { assertAlmostEquals, assertEquals } from "@std/assert";
import { meterOf } from "../../../../../client/engine/check/sound_check.ts";

Deno.test("meterOf() shows sixty decibels, and stays within its ends", () => {
  assertEquals(meterOf(0), 0);
  assertAlmostEquals(meterOf(0.001), 0, 1e-9);
  assertAlmostEquals(meterOf(0.0316228), 0.5, 1e-6);
  assertEquals(meterOf(1), 1);
  assertEquals(meterOf(2), 1);
});
