import { assertEquals } from "@std/assert";
import {
  CONGESTED_LOSS,
  ESTIMATE_SETTLE_MS,
  PathCongestion,
  QUEUE_RTT_MS,
  type UplinkReading,
} from "../../../../../client/engine/quality/path_congestion.ts";

const RTT_MS = 40;

/** A path whose estimate is near its allotment. */
const reading = (part: Partial<UplinkReading> = {}): UplinkReading => ({
  id: "a",
  availableOutgoingKbps: 95,
  kbpsOut: 90,
  lossOut: 0,
  rttMs: RTT_MS,
  isInterrupted: false,
  allottedKbps: 100,
  ...part,
});

/** It sends more than that, which waits in a queue. */
const QUEUEING = { kbpsOut: 120, rttMs: RTT_MS + QUEUE_RTT_MS };
const LOSSY = { lossOut: CONGESTED_LOSS };

/** State after readings two seconds apart. */
function after(...parts: readonly Partial<UplinkReading>[]) {
  const path = new PathCongestion(0);
  parts.forEach((part, i) => path.update(reading(part), i * 2_000));
  return { isFull: path.isFull, isCongested: path.isCongested };
}

Deno.test("PathCongestion: a path is full while what is sent over its estimate queues", () => {
  assertEquals(after({}, QUEUEING).isFull, true);
  assertEquals(after({}, { ...QUEUEING, kbpsOut: 95 }).isFull, false);
  assertEquals(after({}, { ...QUEUEING, rttMs: 189 }).isFull, false);
  assertEquals(after({}, { ...QUEUEING, rttMs: null }).isFull, false);
  assertEquals(after({}, { ...QUEUEING, kbpsOut: null }).isFull, false);
  assertEquals(
    after({}, { ...QUEUEING, availableOutgoingKbps: null }).isFull,
    false,
  );
  assertEquals(after({}, QUEUEING, {}).isFull, false);
});

Deno.test("PathCongestion: a full path is congested when it loses packets, also while its estimate rises", () => {
  const rising = { availableOutgoingKbps: 105, kbpsOut: 120 };
  assertEquals(after({}, { ...QUEUEING, ...LOSSY }).isCongested, true);
  assertEquals(
    after({}, { ...QUEUEING, ...LOSSY, ...rising }).isCongested,
    true,
  );
  assertEquals(after({}, QUEUEING).isCongested, false);
  const radio = { ...LOSSY, kbpsOut: 120 };
  assertEquals(after({}, radio).isCongested, false);
});

Deno.test("PathCongestion: a path that stays full is congested without loss", () => {
  assertEquals(after({}, QUEUEING, QUEUEING).isCongested, false);
  assertEquals(after({}, QUEUEING, QUEUEING, QUEUEING).isCongested, true);
});

Deno.test("PathCongestion: the shortest round trip is measured again after an interruption", () => {
  const cut = { isInterrupted: true };
  const settled = Array(ESTIMATE_SETTLE_MS / 2_000).fill(QUEUEING);
  assertEquals(after({}, cut, ...settled).isFull, false);
  assertEquals(after(cut, {}, ...settled).isFull, true);
});

Deno.test("PathCongestion: what arrives over a full path after four seconds is what it carries", () => {
  const carried = (...parts: readonly Partial<UplinkReading>[]) => {
    const path = new PathCongestion(0);
    [{}, ...parts].forEach((part, i) => path.update(reading(part), i * 2_000));
    return path.isMeasured ? path.carriedKbps : null;
  };
  const lossy = { ...QUEUEING, lossOut: 0.25 };
  assertEquals(carried(lossy, lossy), null);
  assertEquals(carried(lossy, lossy, lossy), 90);
  assertEquals(carried(lossy, {}, lossy, lossy), null);
  // A hidden page measures every ten seconds.
  const path = new PathCongestion(0);
  path.update(reading(), 0);
  path.update(reading(lossy), 10_000);
  assertEquals(path.isMeasured, false);
  path.update(reading(lossy), 20_000);
  assertEquals(path.isMeasured, true);
});
