import { assertEquals } from "@std/assert";
import {
  OVERLOAD_ABOVE_MS,
  OVERLOAD_AFTER_MS,
  OverloadMonitor,
  REDUCE_ABOVE_MS,
  REDUCE_AFTER_MS,
  RESTORE_AFTER_MS,
  RESTORE_BELOW_MS,
} from "../../../../../../client/engine/media/processing/overload_monitor.ts";

const SLOW_MS = REDUCE_ABOVE_MS + 1;
const FAST_MS = RESTORE_BELOW_MS - 1;
const TOO_SLOW_MS = OVERLOAD_ABOVE_MS + 1;

Deno.test("OverloadMonitor leaves a device alone that keeps up", () => {
  const monitor = new OverloadMonitor();
  for (let nowMs = 0; nowMs < 60_000; nowMs += 1_000) {
    assertEquals(monitor.update(REDUCE_ABOVE_MS, nowMs), "normal");
  }
});

Deno.test("OverloadMonitor reduces the work after some seconds of slow frames", () => {
  const monitor = new OverloadMonitor();
  assertEquals(monitor.update(SLOW_MS, 0), "normal");
  assertEquals(monitor.update(SLOW_MS, REDUCE_AFTER_MS - 1), "normal");
  assertEquals(monitor.update(SLOW_MS, REDUCE_AFTER_MS), "reduced");
});

Deno.test("OverloadMonitor starts to count again after a fast frame", () => {
  const monitor = new OverloadMonitor();
  monitor.update(SLOW_MS, 0);
  monitor.update(FAST_MS, REDUCE_AFTER_MS - 1);
  assertEquals(monitor.update(SLOW_MS, REDUCE_AFTER_MS), "normal");
  assertEquals(monitor.update(SLOW_MS, 2 * REDUCE_AFTER_MS - 1), "normal");
  assertEquals(monitor.update(SLOW_MS, 2 * REDUCE_AFTER_MS), "reduced");
});

Deno.test("OverloadMonitor restores the work only after a long time of fast frames", () => {
  const monitor = reducedMonitor();
  const start = 100_000;
  assertEquals(monitor.update(RESTORE_BELOW_MS, start), "reduced");
  assertEquals(monitor.update(FAST_MS, start), "reduced");
  assertEquals(
    monitor.update(FAST_MS, start + RESTORE_AFTER_MS - 1),
    "reduced",
  );
  assertEquals(monitor.update(FAST_MS, start + RESTORE_AFTER_MS), "normal");
});

Deno.test("OverloadMonitor gives up when frames are too slow even with less work", () => {
  const monitor = reducedMonitor();
  const start = 100_000;
  assertEquals(monitor.update(OVERLOAD_ABOVE_MS, start - 1), "reduced");
  assertEquals(monitor.update(TOO_SLOW_MS, start), "reduced");
  assertEquals(
    monitor.update(TOO_SLOW_MS, start + OVERLOAD_AFTER_MS - 1),
    "reduced",
  );
  assertEquals(
    monitor.update(TOO_SLOW_MS, start + OVERLOAD_AFTER_MS),
    "overloaded",
  );
});

function reducedMonitor(): OverloadMonitor {
  const monitor = new OverloadMonitor();
  monitor.update(SLOW_MS, 0);
  monitor.update(SLOW_MS, REDUCE_AFTER_MS);
  return monitor;
}
