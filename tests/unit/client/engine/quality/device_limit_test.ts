import { assertEquals } from "@std/assert";
import {
  computeEncodeLoad,
  DeviceLimit,
  isDeviceStrained,
  MIN_FPS,
  STEP_UP_DELAY_MS,
  STRAINED_READINGS,
} from "../../../../../client/engine/quality/device_limit.ts";
import {
  CAMERA_RUNGS,
  RUNG_OFF,
} from "../../../../../client/engine/quality/resolution_ladder.ts";
import { sampleWith } from "./fixtures.ts";

const TOP = CAMERA_RUNGS.length - 1;
const cpu = sampleWith({ qualityLimitationReason: "cpu" });
const well = sampleWith();

Deno.test("computeEncodeLoad() is the share of a core", () => {
  const sample = { encodeMsPerFrame: 10, sentFramesPerSecond: 30 };
  assertEquals(computeEncodeLoad(sampleWith(sample)), 0.3);
  assertEquals(computeEncodeLoad(sampleWith({ encodeMsPerFrame: null })), 0);
});

Deno.test("isDeviceStrained() considers half of the encoders, and their load", () => {
  assertEquals(isDeviceStrained([], 4), false);
  assertEquals(isDeviceStrained([cpu, well, well], 4), false);
  assertEquals(isDeviceStrained([cpu, well], 4), true);
  const busy = sampleWith({ encodeMsPerFrame: 25, sentFramesPerSecond: 20 });
  assertEquals(isDeviceStrained([busy, busy], 2), false);
  assertEquals(isDeviceStrained([busy, busy, busy], 2), true);
});

/** Updates a limit every two seconds; returns the time after it. */
function feed(limit: DeviceLimit, count: number, isSlow: boolean, ms = 0) {
  for (let i = 0; i < count; i++) {
    limit.update(isSlow, limit.maxCameraRung, ms);
    ms += 2_000;
  }
  return ms;
}

Deno.test("DeviceLimit steps down after several strained readings", () => {
  const limit = new DeviceLimit();
  feed(limit, STRAINED_READINGS - 1, true);
  assertEquals([limit.isLimiting, limit.maxPx], [false, Infinity]);
  feed(limit, 1, true);
  assertEquals([limit.maxCameraRung, limit.maxPx], [TOP - 1, 1280]);
});

Deno.test("DeviceLimit steps down from the rung in use", () => {
  const limit = new DeviceLimit();
  for (let i = 0; i < STRAINED_READINGS; i++) limit.update(true, 3, 0);
  assertEquals(limit.maxCameraRung, 2);
});

Deno.test("DeviceLimit lowers the frame rate when the smallest picture is too much", () => {
  const limit = new DeviceLimit();
  for (let i = 0; i < STRAINED_READINGS; i++) limit.update(true, 1, 0);
  assertEquals([limit.maxCameraRung, limit.maxFps], [0, Infinity]);
  const endMs = feed(limit, STRAINED_READINGS, true);
  assertEquals([limit.maxCameraRung, limit.maxFps], [0, MIN_FPS]);
  limit.update(false, 0, endMs + STEP_UP_DELAY_MS);
  assertEquals([limit.maxCameraRung, limit.maxFps], [0, Infinity]);
});

Deno.test("DeviceLimit keeps its level while no camera is sent", () => {
  const limit = new DeviceLimit();
  for (let i = 0; i < 100; i++) limit.update(true, RUNG_OFF, i);
  assertEquals(limit.isLimiting, false);
});

Deno.test("DeviceLimit recovers one rung at a time", () => {
  const at = (ms: number) => {
    const limit = new DeviceLimit();
    for (let i = 0; i < STRAINED_READINGS; i++) limit.update(true, TOP, 0);
    limit.update(false, TOP - 1, ms);
    return limit.maxCameraRung;
  };
  const steps = [STEP_UP_DELAY_MS - 1, STEP_UP_DELAY_MS, STEP_UP_DELAY_MS + 1];
  assertEquals(steps.map(at), [TOP - 1, TOP, TOP]);
});

Deno.test("DeviceLimit uses a simpler codec before it limits the size", () => {
  const limit = new DeviceLimit();
  for (let i = 0; i < STRAINED_READINGS; i++) limit.update(true, 5, i, true);
  assertEquals([limit.usesSimpleCodec, limit.isLimiting], [true, false]);
  for (let i = 0; i < STRAINED_READINGS; i++) limit.update(true, 5, i, false);
  assertEquals([limit.usesSimpleCodec, limit.isLimiting], [true, true]);
});
