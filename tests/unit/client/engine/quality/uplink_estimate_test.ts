import { assert, assertEquals } from "@std/assert";
import {
  GRACE_MS,
  LEAST_KBPS,
  MOST_KBPS,
  type PathReading,
  PICTURE_KBPS,
  START_KBPS,
  STEP_MS,
  TRIED_SHARE,
  UplinkEstimate,
} from "../../../../../client/engine/quality/uplink_estimate.ts";

const path = (id: string, part: Partial<PathReading> = {}): PathReading => ({
  id,
  availableKbps: 2_000,
  sentKbps: null,
  lossOut: 0,
  allottedKbps: 600,
  ...part,
});

/** Feeds the same readings for a while; the time it ended. */
function feed(
  estimate: UplinkEstimate,
  readings: readonly PathReading[],
  { fromMs = 0, forMs = STEP_MS, needed = 600 } = {},
): number {
  for (let ms = fromMs; ms <= fromMs + forMs; ms += 2_000) {
    estimate.update(readings, needed, ms);
  }
  return fromMs + forMs;
}

Deno.test("UplinkEstimate keeps its start while all is well", () => {
  const estimate = new UplinkEstimate();
  feed(estimate, [path("a"), path("b")], { forMs: 60_000 });
  assertEquals([estimate.kbps, estimate.isFull], [START_KBPS, false]);
  assertEquals(estimate.capOf("a"), null);
});

Deno.test("UplinkEstimate falls to what is carried when most lose packets", () => {
  const estimate = new UplinkEstimate();
  const sick = { lossOut: 0.2, availableKbps: 300 };
  feed(estimate, [path("a", sick), path("b", sick), path("c")]);
  assert(estimate.isFull);
  assert(estimate.kbps <= 1_200 * 0.9, `${estimate.kbps}`);
  assertEquals([estimate.capOf("a"), estimate.capOf("c")], [null, null]);
});

Deno.test("UplinkEstimate caps the one member whose path is full", () => {
  const estimate = new UplinkEstimate();
  feed(estimate, [path("a", { lossOut: 0.2 }), path("b"), path("c")]);
  assertEquals(estimate.isFull, false);
  assertEquals(estimate.kbps, START_KBPS);
  const cap = estimate.capOf("a") ?? 0;
  assert(cap > 0 && cap < 600, `${cap}`);
  assertEquals(estimate.capOf("b"), null);
});

Deno.test("UplinkEstimate lets a cap go when the path is well again", () => {
  const estimate = new UplinkEstimate();
  const others = [path("b"), path("c")];
  const endMs = feed(estimate, [path("a", { lossOut: 0.2 }), ...others]);
  const low = estimate.capOf("a") ?? 0;
  const laterMs = feed(estimate, [path("a"), ...others], { fromMs: endMs });
  assert((estimate.capOf("a") ?? 0) > low);
  feed(estimate, [path("a"), ...others], { fromMs: laterMs, forMs: 200_000 });
  assertEquals(estimate.capOf("a"), null);
});

Deno.test("UplinkEstimate waits for an estimate to follow, then believes it", () => {
  const low = [path("a", { availableKbps: 100 })];
  const fullAt = (ms: number) => {
    const estimate = new UplinkEstimate();
    estimate.update(low, 600, 0);
    estimate.update(low, 600, ms);
    return estimate.isFull;
  };
  assertEquals(
    [GRACE_MS - 1, GRACE_MS, GRACE_MS + 1].map(fullAt),
    [false, true, true],
  );
});

Deno.test("UplinkEstimate does not hold back an estimate that still rises", () => {
  const estimate = new UplinkEstimate();
  for (let i = 0; i < 10; i++) {
    const availableKbps = 100 * 1.2 ** i;
    estimate.update([path("a", { availableKbps })], 600, i * 2_000);
  }
  assertEquals(estimate.isFull, false);
});

Deno.test("UplinkEstimate stays between its bounds, and grows only when needed", () => {
  const estimate = new UplinkEstimate();
  const bad = [path("a", { lossOut: 1, availableKbps: 1, allottedKbps: 1 })];
  const endMs = feed(estimate, bad, { forMs: 100_000 });
  assertEquals(estimate.kbps, LEAST_KBPS);
  const idleMs = feed(estimate, [path("a")], {
    fromMs: endMs,
    forMs: 100_000,
    needed: 10,
  });
  assertEquals(estimate.kbps, LEAST_KBPS);
  feed(estimate, [path("a")], {
    fromMs: idleMs,
    forMs: 600_000,
    needed: 90_000,
  });
  assertEquals(estimate.kbps, MOST_KBPS);
});

Deno.test("UplinkEstimate grows fast where estimates are far above it", () => {
  const grown = (availableKbps: number) => {
    const estimate = new UplinkEstimate();
    const endMs = feed(estimate, [
      path("a", { lossOut: 1, allottedKbps: 400 }),
    ]);
    const before = estimate.kbps;
    const well = path("a", { availableKbps });
    feed(estimate, [well], { fromMs: endMs, needed: 9_000 });
    return estimate.kbps / before;
  };
  assert(grown(2_000) > 1.4 && grown(400) < 1.3);
});

Deno.test("UplinkEstimate ends no picture by a low estimate alone", () => {
  const estimate = new UplinkEstimate();
  const low = { availableKbps: 10, allottedKbps: 130 };
  feed(estimate, [path("a", low), path("b", low)], { forMs: 120_000 });
  assertEquals([estimate.isFull, estimate.kbps], [true, 2 * PICTURE_KBPS]);
});

Deno.test("UplinkEstimate relies on loss where no estimate is told", () => {
  const estimate = new UplinkEstimate();
  const silent = { availableKbps: null };
  const endMs = feed(estimate, [path("a", silent)], { forMs: 60_000 });
  assertEquals(estimate.isFull, false);
  const lossy = path("a", { ...silent, lossOut: 0.2 });
  feed(estimate, [lossy], { fromMs: endMs + STEP_MS });
  assert(estimate.isFull && estimate.kbps < 600);
});

Deno.test("UplinkEstimate forgets who is gone", () => {
  const estimate = new UplinkEstimate();
  const endMs = feed(estimate, [
    path("a", { lossOut: 0.2 }),
    path("b"),
    path("c"),
  ]);
  assert(estimate.capOf("a"));
  feed(estimate, [path("b")], { fromMs: endMs });
  assertEquals(estimate.capOf("a"), null);
});

Deno.test("UplinkEstimate takes a low estimate for true only from who sends that much", () => {
  const capAfter = (sentKbps: number) => {
    const estimate = new UplinkEstimate();
    const still = path("a", { availableKbps: 300, sentKbps });
    feed(estimate, [still, path("b"), path("c")], { forMs: 2 * GRACE_MS });
    return estimate.capOf("a");
  };
  assertEquals(capAfter(300 * TRIED_SHARE - 1), null);
  assert((capAfter(300 * TRIED_SHARE) ?? Infinity) < 300);
});
