import { assert, assertEquals } from "@std/assert";
import {
  ESTIMATE_SETTLE_MS,
  PROBED_SHARE,
  QUEUE_RTT_MS,
  type UplinkReading,
} from "../../../../../client/engine/quality/path_congestion.ts";
import {
  INITIAL_KBPS,
  MAX_KBPS,
  MIN_KBPS,
  MIN_VIDEO_KBPS,
} from "../../../../../client/engine/quality/bitrate_limit.ts";
import {
  MIN_STEP_INTERVAL_MS,
  UplinkEstimate,
} from "../../../../../client/engine/quality/uplink_estimate.ts";

const RTT_MS = 20;

const path = (
  id: string,
  part: Partial<UplinkReading> = {},
): UplinkReading => ({
  id,
  availableOutgoingKbps: 2_000,
  kbpsOut: null,
  lossOut: 0,
  rttMs: RTT_MS,
  isInterrupted: false,
  allottedKbps: 600,
  ...part,
});

/** A path that loses packets, which the browser has noticed. */
const LOSSY = { lossOut: 0.2, availableOutgoingKbps: 300 };

/** The first decrease is at the second step: the estimates may still rise at the first. */
const SECOND_DECREASE_MS = 2 * MIN_STEP_INTERVAL_MS;

/** A path that queues what is sent. */
const FULL = {
  availableOutgoingKbps: 100,
  kbpsOut: 110,
  allottedKbps: 100,
  rttMs: RTT_MS + QUEUE_RTT_MS,
};

/** Repeats the same readings for a while; returns the time after it. */
function feed(
  estimate: UplinkEstimate,
  readings: readonly UplinkReading[],
  { fromMs = 0, forMs = MIN_STEP_INTERVAL_MS, needed = 600 } = {},
): number {
  for (let ms = fromMs; ms <= fromMs + forMs; ms += 2_000) {
    estimate.update(readings, needed, ms);
  }
  return fromMs + forMs;
}

Deno.test("UplinkEstimate keeps its initial value while nothing is congested", () => {
  const estimate = new UplinkEstimate();
  feed(estimate, [path("a"), path("b")], { forMs: 60_000 });
  assertEquals([estimate.kbps, estimate.isCongested], [INITIAL_KBPS, false]);
  assertEquals(estimate.capKbpsOf("a"), null);
});

Deno.test("UplinkEstimate falls when most paths lose packets", () => {
  const estimate = new UplinkEstimate();
  feed(estimate, [path("a", LOSSY), path("b", LOSSY), path("c")]);
  assert(estimate.isCongested);
  assert(estimate.kbps <= 1_200 * 0.9, `${estimate.kbps}`);
  assertEquals([estimate.capKbpsOf("a"), estimate.capKbpsOf("c")], [
    null,
    null,
  ]);
});

Deno.test("UplinkEstimate caps the one path that is congested", () => {
  const estimate = new UplinkEstimate();
  feed(estimate, [path("a", LOSSY), path("b"), path("c")]);
  assertEquals(estimate.isCongested, false);
  assertEquals(estimate.kbps, INITIAL_KBPS);
  const cap = estimate.capKbpsOf("a") ?? 0;
  assert(cap > 0 && cap < 600, `${cap}`);
  assertEquals(estimate.capKbpsOf("b"), null);
});

Deno.test("UplinkEstimate removes a cap when the path recovers", () => {
  const estimate = new UplinkEstimate();
  const others = [path("b"), path("c")];
  const endMs = feed(estimate, [path("a", LOSSY), ...others]);
  const low = estimate.capKbpsOf("a") ?? 0;
  const laterMs = feed(estimate, [path("a"), ...others], { fromMs: endMs });
  assert((estimate.capKbpsOf("a") ?? 0) > low);
  feed(estimate, [path("a"), ...others], { fromMs: laterMs, forMs: 200_000 });
  assertEquals(estimate.capKbpsOf("a"), null);
});

Deno.test("UplinkEstimate waits until the browser's estimate has settled", () => {
  const low = [path("a", { availableOutgoingKbps: 100 })];
  const fullAt = (ms: number) => {
    const estimate = new UplinkEstimate();
    estimate.update(low, 600, 0);
    estimate.update(low, 600, ms);
    return estimate.isCongested;
  };
  assertEquals(
    [ESTIMATE_SETTLE_MS - 1, ESTIMATE_SETTLE_MS, ESTIMATE_SETTLE_MS + 1].map(
      fullAt,
    ),
    [false, true, true],
  );
});

Deno.test("UplinkEstimate ignores an estimate that still rises", () => {
  const estimate = new UplinkEstimate();
  for (let i = 0; i < 10; i++) {
    const availableOutgoingKbps = 100 * 1.2 ** i;
    estimate.update([path("a", { availableOutgoingKbps })], 600, i * 2_000);
  }
  assertEquals(estimate.isCongested, false);
});

Deno.test("UplinkEstimate stays within its bounds, and grows only when needed", () => {
  const estimate = new UplinkEstimate();
  const bad = [
    path("a", { lossOut: 1, availableOutgoingKbps: 1, allottedKbps: 2 }),
  ];
  const endMs = feed(estimate, bad, { forMs: 100_000 });
  assertEquals(estimate.kbps, MIN_KBPS);
  const idleMs = feed(estimate, [path("a")], {
    fromMs: endMs,
    forMs: 100_000,
    needed: 10,
  });
  assertEquals(estimate.kbps, MIN_KBPS);
  feed(estimate, [path("a")], {
    fromMs: idleMs,
    forMs: 600_000,
    needed: 90_000,
  });
  assertEquals(estimate.kbps, MAX_KBPS);
});

Deno.test("UplinkEstimate grows fast while the browsers' estimates are far above it", () => {
  const grown = (availableOutgoingKbps: number) => {
    const estimate = new UplinkEstimate();
    const endMs = feed(estimate, [
      path("a", { ...LOSSY, allottedKbps: 400 }),
    ]);
    const before = estimate.kbps;
    const well = path("a", { availableOutgoingKbps });
    feed(estimate, [well], { fromMs: endMs, needed: 9_000 });
    return estimate.kbps / before;
  };
  assert(grown(2_000) > 1.4 && grown(400) < 1.3);
});

Deno.test("UplinkEstimate turns no video off by a low estimate alone", () => {
  const estimate = new UplinkEstimate();
  const low = { availableOutgoingKbps: 10, allottedKbps: 130 };
  feed(estimate, [path("a", low), path("b", low)], { forMs: 120_000 });
  assertEquals([estimate.isCongested, estimate.kbps], [
    true,
    2 * MIN_VIDEO_KBPS,
  ]);
});

Deno.test("UplinkEstimate relies on loss where there is no estimate", () => {
  const estimate = new UplinkEstimate();
  const silent = { availableOutgoingKbps: null };
  const endMs = feed(estimate, [path("a", silent)], { forMs: 60_000 });
  assertEquals(estimate.isCongested, false);
  const lossy = path("a", { ...silent, lossOut: 0.2 });
  feed(estimate, [lossy], { fromMs: endMs + MIN_STEP_INTERVAL_MS });
  assert(estimate.isCongested && estimate.kbps < 600);
});

Deno.test("UplinkEstimate forgets a member that left", () => {
  const estimate = new UplinkEstimate();
  const endMs = feed(estimate, [
    path("a", LOSSY),
    path("b"),
    path("c"),
  ]);
  assert(estimate.capKbpsOf("a"));
  feed(estimate, [path("b")], { fromMs: endMs });
  assertEquals(estimate.capKbpsOf("a"), null);
});

Deno.test("UplinkEstimate trusts a low estimate only where that much is sent", () => {
  const capAfter = (kbpsOut: number) => {
    const estimate = new UplinkEstimate();
    const still = path("a", { availableOutgoingKbps: 300, kbpsOut });
    feed(estimate, [still, path("b"), path("c")], {
      forMs: 2 * ESTIMATE_SETTLE_MS,
    });
    return estimate.capKbpsOf("a");
  };
  assertEquals(capAfter(300 * PROBED_SHARE - 1), null);
  assert((capAfter(300 * PROBED_SHARE) ?? Infinity) < 300);
});

/** Two seconds apart, recorded in Chromium: a cut of 5 s on a path of 10 Mbit/s. */
const CUT = [
  { availableOutgoingKbps: 1_759, lossOut: 0, isInterrupted: false },
  { availableOutgoingKbps: 1_759, lossOut: 0, isInterrupted: true },
  { availableOutgoingKbps: 1_407, lossOut: 0, isInterrupted: true },
  { availableOutgoingKbps: 1_759, lossOut: 0.91, isInterrupted: false },
  { availableOutgoingKbps: 1_759, lossOut: 0.91, isInterrupted: false },
  { availableOutgoingKbps: 1_759, lossOut: 0, isInterrupted: false },
];

function estimateAfterCut(ids: readonly string[]): UplinkEstimate {
  const estimate = new UplinkEstimate();
  CUT.forEach((part, index) =>
    estimate.update(ids.map((id) => path(id, part)), 600, index * 2_000)
  );
  return estimate;
}

Deno.test("UplinkEstimate does not take the loss of a cut for congestion", () => {
  assertEquals(estimateAfterCut(["a"]).kbps, INITIAL_KBPS);
  assertEquals(estimateAfterCut(["a", "b", "c"]).kbps, INITIAL_KBPS);
});

Deno.test("UplinkEstimate judges a path again when it has reported after a cut", () => {
  const lossy = path("a", { lossOut: 0.2, availableOutgoingKbps: null });
  const isCongestedAfter = (ms: number) => {
    const estimate = new UplinkEstimate();
    estimate.update([{ ...lossy, isInterrupted: true }], 600, 0);
    estimate.update([lossy], 600, ms);
    return estimate.isCongested;
  };
  assertEquals(
    [ESTIMATE_SETTLE_MS - 1, ESTIMATE_SETTLE_MS].map(isCongestedAfter),
    [false, true],
  );
});

Deno.test("UplinkEstimate keeps video on a path that loses packets but carries it", () => {
  const radio = path("a", { lossOut: 0.2, availableOutgoingKbps: 700 });
  const estimate = new UplinkEstimate();
  feed(estimate, [radio], { forMs: 60_000 });
  assertEquals([estimate.kbps, estimate.isCongested], [INITIAL_KBPS, false]);
});

Deno.test("UplinkEstimate turns video off only where the smallest is still lossy", () => {
  const collapsed = { availableOutgoingKbps: 40, lossOut: 0.3 };
  const estimate = new UplinkEstimate();
  const paths = [path("a", collapsed), path("b", collapsed)];
  feed(estimate, paths);
  assertEquals(estimate.kbps, 2 * MIN_VIDEO_KBPS);
  feed(estimate, paths, { fromMs: SECOND_DECREASE_MS, forMs: 0 });
  assertEquals(estimate.kbps, MIN_KBPS);
});

Deno.test("UplinkEstimate caps one path at the smallest video first", () => {
  const estimate = new UplinkEstimate();
  const others = [path("b"), path("c")];
  const lossy = path("a", { availableOutgoingKbps: 40, lossOut: 0.3 });
  const paths = [lossy, ...others];
  feed(estimate, paths);
  assertEquals(estimate.capKbpsOf("a"), MIN_VIDEO_KBPS);
  feed(estimate, paths, { fromMs: SECOND_DECREASE_MS, forMs: 0 });
  assertEquals(estimate.capKbpsOf("a"), MIN_KBPS);
});

Deno.test("UplinkEstimate does not rise while the uplink is congested", () => {
  const lossy = { availableOutgoingKbps: 40, lossOut: 0.3 };
  const low = { availableOutgoingKbps: 30, allottedKbps: 50 };
  const estimate = new UplinkEstimate();
  const endMs = feed(estimate, [path("a", lossy), path("b", lossy)], {
    forMs: 20_000,
  });
  const { kbps } = estimate;
  assert(kbps < 2 * MIN_VIDEO_KBPS, `${kbps}`);
  feed(estimate, [path("a", low), path("b", low)], {
    fromMs: endMs + MIN_STEP_INTERVAL_MS,
    forMs: 60_000,
  });
  assertEquals([estimate.isCongested, estimate.kbps], [true, kbps]);
});

Deno.test("UplinkEstimate does not raise the cap of a congested path", () => {
  const lossy = { availableOutgoingKbps: 40, lossOut: 0.3 };
  const low = { availableOutgoingKbps: 30, allottedKbps: 50 };
  const others = [path("b"), path("c")];
  const estimate = new UplinkEstimate();
  const endMs = feed(estimate, [path("a", lossy), ...others], {
    forMs: 20_000,
  });
  assertEquals(estimate.capKbpsOf("a"), MIN_KBPS);
  feed(estimate, [path("a", low), ...others], {
    fromMs: endMs + MIN_STEP_INTERVAL_MS,
    forMs: 60_000,
  });
  assertEquals(estimate.capKbpsOf("a"), MIN_KBPS);
});

Deno.test("UplinkEstimate does not grow while most paths are full", () => {
  const grown = (parts: readonly Partial<UplinkReading>[]) => {
    const estimate = new UplinkEstimate();
    const paths = parts.map((_, i) => path(`${i}`, LOSSY));
    const endMs = feed(estimate, paths);
    const before = estimate.kbps;
    const readings = parts.map((part, i) => path(`${i}`, part));
    feed(estimate, readings, { fromMs: endMs, needed: 9_000, forMs: 20_000 });
    return estimate.kbps > before;
  };
  const room = { allottedKbps: 100 };
  assertEquals(grown([FULL, FULL, room]), false);
  assertEquals(grown([FULL, room, room]), true);
});

Deno.test("UplinkEstimate does not raise the cap of a full path", () => {
  const estimate = new UplinkEstimate();
  const others = [path("b"), path("c")];
  const endMs = feed(estimate, [path("a", LOSSY), ...others]);
  const cap = estimate.capKbpsOf("a") ?? 0;
  const fullMs = feed(estimate, [path("a", FULL), ...others], {
    fromMs: endMs,
    forMs: 20_000,
  });
  assert((estimate.capKbpsOf("a") ?? Infinity) <= cap);
  feed(estimate, [path("a"), ...others], { fromMs: fullMs, forMs: 20_000 });
  assert((estimate.capKbpsOf("a") ?? 0) > cap);
});

Deno.test("UplinkEstimate falls to what full paths carry when they stay full", () => {
  const overloaded = { ...FULL, kbpsOut: 120, lossOut: 0.5 };
  const paths = (part: Partial<UplinkReading>) =>
    ["a", "b", "c"].map((id) => path(id, part));
  const estimate = new UplinkEstimate();
  estimate.update(paths({}), 600, 0);
  const kbps = [2, 4, 6, 8].map((seconds) => {
    estimate.update(paths(overloaded), 600, seconds * 1_000);
    return estimate.kbps;
  });
  assertEquals(kbps, [
    INITIAL_KBPS,
    3 * MIN_VIDEO_KBPS,
    3 * MIN_VIDEO_KBPS,
    3 * 60 * 0.9,
  ]);
});

Deno.test("UplinkEstimate.isFull() is true for all paths where most are full", () => {
  const estimate = new UplinkEstimate();
  estimate.update([path("a"), path("b"), path("c")], 600, 0);
  const fullAfter = (a: Partial<UplinkReading>, b: Partial<UplinkReading>) => {
    estimate.update([path("a", a), path("b", b), path("c")], 600, 1);
    return ["a", "b", "c", "nobody"].map((id) => estimate.isFull(id));
  };
  assertEquals(fullAfter({}, {}), [false, false, false, false]);
  assertEquals(fullAfter(FULL, {}), [true, false, false, false]);
  assertEquals(fullAfter(FULL, FULL), [true, true, true, true]);
});
