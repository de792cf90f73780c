import { assert, assertEquals } from "@std/assert";
import {
  createSteadyUnixClock,
  monotonicMs,
  wallMs,
} from "../../../../server/net/clock.ts";

Deno.test("A steady clock starts at the system's time and ignores its jumps", () => {
  let wall = 1_700_000_000_000;
  let monotonic = 5_000;
  const nowMs = createSteadyUnixClock(() => wall, () => monotonic);
  assertEquals(nowMs(), 1_700_000_000_000);
  wall -= 3_600_000;
  monotonic += 10;
  assertEquals(nowMs(), 1_700_000_000_010);
  wall += 7_200_000;
  monotonic += 10;
  assertEquals(nowMs(), 1_700_000_000_020);
});

Deno.test("Both clocks count whole milliseconds", () => {
  assert(Number.isInteger(monotonicMs()));
  assert(Number.isInteger(wallMs()));
  assert(monotonicMs() >= 0);
});
