import { assertEquals } from "@std/assert";
import {
  DeviceLimit,
  encodeLoad,
  isStrained,
  RECOVER_MS,
  STRAINED_AFTER,
} from "../../../../../client/engine/quality/device_limit.ts";
import { CAMERA_RUNGS } from "../../../../../client/engine/quality/resolution_ladder.ts";
import { sampleWith } from "./fixtures.ts";

const TOP = CAMERA_RUNGS.length - 1;
const cpu = sampleWith({ qualityLimitationReason: "cpu" });
const well = sampleWith();

Deno.test("encodeLoad() is the share of a core", () => {
  const sample = { encodeMsPerFrame: 10, sentFramesPerSecond: 30 };
  assertEquals(encodeLoad(sampleWith(sample)), 0.3);
  assertEquals(encodeLoad(sampleWith({ encodeMsPerFrame: null })), 0);
});

Deno.test("isStrained() listens to half of the encoders and to their load", () => {
  assertEquals(isStrained([], 4), false);
  assertEquals(isStrained([cpu, well, well], 4), false);
  assertEquals(isStrained([cpu, well], 4), true);
  const busy = sampleWith({ encodeMsPerFrame: 25, sentFramesPerSecond: 20 });
  assertEquals(isStrained([busy, busy], 2), false);
  assertEquals(isStrained([busy, busy, busy], 2), true);
});

/** Feeds a limit every two seconds; the time it ended. */
function feed(limit: DeviceLimit, count: number, isSlow: boolean, ms = 0) {
  for (let i = 0; i < count; i++) {
    limit.update(isSlow, limit.maxCameraRung, ms);
    ms += 2_000;
  }
  return ms;
}

Deno.test("DeviceLimit steps down after a row of strained rounds", () => {
  const limit = new DeviceLimit();
  feed(limit, STRAINED_AFTER - 1, true);
  assertEquals([limit.isHolding, limit.maxPx], [false, Infinity]);
  feed(limit, 1, true);
  assertEquals([limit.maxCameraRung, limit.maxPx], [TOP - 1, 960]);
});

Deno.test("DeviceLimit begins below what is in use, and ends above nothing", () => {
  const limit = new DeviceLimit();
  for (let i = 0; i < STRAINED_AFTER; i++) limit.update(true, 3, 0);
  assertEquals(limit.maxCameraRung, 2);
  feed(limit, 100, true);
  assertEquals(limit.maxCameraRung, 1);
});

Deno.test("DeviceLimit recovers by a step at a time", () => {
  const at = (ms: number) => {
    const limit = new DeviceLimit();
    for (let i = 0; i < STRAINED_AFTER; i++) limit.update(true, TOP, 0);
    limit.update(false, TOP - 1, ms);
    return limit.maxCameraRung;
  };
  const steps = [RECOVER_MS - 1, RECOVER_MS, RECOVER_MS + 1];
  assertEquals(steps.map(at), [TOP - 1, TOP, TOP]);
});
