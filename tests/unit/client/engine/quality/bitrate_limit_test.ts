import { assertEquals } from "@std/assert";
import {
  BitrateLimit,
  DECREASE_INTERVAL_MS,
  INITIAL_KBPS,
  MAX_KBPS,
  MIN_KBPS,
  MIN_VIDEO_KBPS,
} from "../../../../../client/engine/quality/bitrate_limit.ts";
import {
  PathCongestion,
  QUEUE_RTT_MS,
  type UplinkReading,
} from "../../../../../client/engine/quality/path_congestion.ts";

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

Deno.test("BitrateLimit falls to what a path carries that was full for four seconds", () => {
  assertEquals(decreased(INITIAL_KBPS, pathAfter(FULL, FULL)), 180);
  assertEquals(decreased(INITIAL_KBPS, pathAfter(FULL, FULL, FULL)), 99 + 1);
  const light = { ...FULL, lossOut: 0.1 };
  assertEquals(
    decreased(INITIAL_KBPS, pathAfter(light, light, light)),
    220 * 0.9 * 0.9,
  );
});

Deno.test("BitrateLimit falls again when the loss of the lower limit is reported", () => {
  const path = pathAfter({ ...LOSSY, availableOutgoingKbps: 1_000 });
  const times = (ms: number) => [0, ms];
  assertEquals(
    decreased(500, path, times(DECREASE_INTERVAL_MS - 1)),
    500 * 0.9,
  );
  assertEquals(
    decreased(500, path, times(DECREASE_INTERVAL_MS)),
    500 * 0.9 * 0.9,
  );
  assertEquals(
    decreased(500, pathAfter(FULL, FULL, FULL), [0, 1]),
    Math.max(MIN_KBPS, 220 * 0.5 * 0.9),
  );
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
