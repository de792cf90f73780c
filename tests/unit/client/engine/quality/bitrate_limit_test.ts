import { assertEquals } from "@std/assert";
import {
  BitrateLimit,
  INITIAL_KBPS,
  MAX_KBPS,
  MEASUREMENT_INTERVAL_MS,
  MIN_KBPS,
  MIN_VIDEO_KBPS,
} from "../../../../../client/engine/quality/bitrate_limit.ts";
import {
  PathCongestion,
  QUEUE_RTT_MS,
  type UplinkReading,
} from "../../../../../client/engine/quality/path_congestion.ts";
import { RUNG_OFF } from "../../../../../client/engine/quality/resolution_ladder.ts";
import { divideUplink } from "../../../../../client/engine/quality/uplink_budget.ts";

const reading: UplinkReading = {
  id: "a",
  availableOutgoingKbps: 200,
  kbpsOut: 200,
  lossOut: 0,
  rttMs: 20,
  isInterrupted: false,
  allottedKbps: 600,
};

/** A path after readings two seconds apart. */
function pathAfter(...parts: readonly Partial<UplinkReading>[]) {
  const path = new PathCongestion(0);
  [{}, ...parts].forEach((part, i) =>
    path.update({ ...reading, ...part }, i * 2_000)
  );
  return path;
}

const LOSSY = { lossOut: 0.2, availableOutgoingKbps: 100 };
const FULL = { kbpsOut: 220, lossOut: 0.5, rttMs: 20 + QUEUE_RTT_MS };

function decreased(
  kbps: number,
  path: PathCongestion,
  times: readonly number[] = [0],
): number {
  const limit = new BitrateLimit(kbps);
  for (const ms of times) limit.decrease([path], ms);
  return limit.kbps;
}

Deno.test("BitrateLimit falls below the estimate, and to the smallest video first", () => {
  assertEquals(
    decreased(INITIAL_KBPS, pathAfter({ availableOutgoingKbps: 300 })),
    270,
  );
  assertEquals(decreased(INITIAL_KBPS, pathAfter(LOSSY)), MIN_VIDEO_KBPS);
  assertEquals(decreased(120, pathAfter({ availableOutgoingKbps: 50 })), 120);
});

Deno.test("BitrateLimit turns the smallest video off where that is lossy", () => {
  assertEquals(decreased(MIN_VIDEO_KBPS, pathAfter(LOSSY)), MIN_KBPS);
});

const LIGHT = { ...FULL, lossOut: 0.1 };

Deno.test("BitrateLimit falls to what a path carries that was full for four seconds", () => {
  assertEquals(decreased(INITIAL_KBPS, pathAfter(LIGHT, LIGHT)), 180);
  const measured = pathAfter(LIGHT, LIGHT, LIGHT);
  assertEquals(decreased(INITIAL_KBPS, measured), 220 * 0.9 * 0.9);
  const lossy = pathAfter(FULL, FULL, FULL);
  assertEquals(decreased(INITIAL_KBPS, lossy), 220 * 0.5 * 0.9);
});

Deno.test("BitrateLimit falls again when the loss of the lower limit is reported", () => {
  const measured = pathAfter(LIGHT, LIGHT, LIGHT);
  const once = 100 * 0.9;
  const times = [0, MEASUREMENT_INTERVAL_MS - 1];
  assertEquals(decreased(100, measured, times), once);
  times.push(MEASUREMENT_INTERVAL_MS);
  assertEquals(decreased(300, measured, times), 220 * 0.9 * 0.9 * 0.9);
  const low = pathAfter({ availableOutgoingKbps: 550 });
  assertEquals(decreased(500, low, [0, 1]), 500 * 0.9 * 0.9);
});

Deno.test("Neither a cap nor a limit at the minimum leaves room for video", () => {
  const limit = (kbps: { capKbps: number | null; uplinkKbps: number }) =>
    divideUplink({
      demands: [{
        id: "a",
        renderedSize: null,
        capKbps: kbps.capKbps,
        maxCameraRung: Infinity,
      }],
      uplinkKbps: kbps.uplinkKbps,
      sendsCamera: true,
      sharesScreen: false,
      maxCameraRung: 5,
    }).get("a")?.camera;
  const video = { capKbps: MIN_VIDEO_KBPS, uplinkKbps: MIN_VIDEO_KBPS };
  assertEquals(limit(video), 0);
  assertEquals(limit({ ...video, capKbps: MIN_KBPS }), RUNG_OFF);
  assertEquals(limit({ ...video, uplinkKbps: MIN_KBPS }), RUNG_OFF);
});

Deno.test("BitrateLimit grows faster while the estimates are far above it, up to its maximum", () => {
  const grown = (kbps: number, availableOutgoingKbps: number) => {
    const limit = new BitrateLimit(kbps);
    limit.increase([pathAfter({ availableOutgoingKbps })]);
    return limit.kbps;
  };
  assertEquals(grown(100, 150), 100 * 1.12);
  assertEquals(grown(100, 151), 150);
  assertEquals(grown(MAX_KBPS - 1, 0), MAX_KBPS);
});
