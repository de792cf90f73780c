import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { StatsSnapshot } from "../../../../../client/engine/peer/stats_report.ts";
import { readCounters } from "../../../../../client/engine/quality/connection_counters.ts";
import {
  computeSample,
  INTERRUPTED_MS,
} from "../../../../../client/engine/quality/connection_sample.ts";
import { recorded } from "./fixtures.ts";

function between(first: StatsSnapshot, second: StatsSnapshot) {
  return computeSample(readCounters(second), readCounters(first));
}

Deno.test("computeSample() reads two reports of Chromium", () => {
  const sample = between(
    recorded("chromium", "first"),
    recorded("chromium", "second"),
  );
  assertAlmostEquals(sample.kbpsIn ?? 0, 388.452);
  assertAlmostEquals(sample.kbpsOut ?? 0, 185.516);
  assertAlmostEquals(sample.encodeMsPerFrame ?? 0, 46 / 41, 1e-9);
  assertAlmostEquals(sample.rttMs ?? 0, 4);
  assertEquals([sample.width, sample.height], [640, 360]);
  assertEquals([sample.sentWidth, sample.sentHeight], [320, 180]);
  assertEquals([sample.framesPerSecond, sample.codec], [21, "VP8"]);
  assertEquals([sample.lossIn, sample.lossOut, sample.freezeCount], [0, 0, 0]);
  assertEquals(sample.jitterMs, 1);
  assertEquals(sample.qualityLimitationReason, "bandwidth");
  assertAlmostEquals(sample.availableOutgoingKbps ?? 0, 1640.842);
});

Deno.test("computeSample() reads two reports of Firefox, which have fewer fields", () => {
  const sample = between(
    recorded("firefox", "first"),
    recorded("firefox", "second"),
  );
  assertAlmostEquals(sample.kbpsIn ?? 0, 413.224);
  assertAlmostEquals(sample.kbpsOut ?? 0, 508.468);
  assertEquals([sample.width, sample.sentWidth], [640, 960]);
  assertEquals([sample.framesPerSecond, sample.sentFramesPerSecond], [21, 32]);
  assertEquals(sample.lossIn, 0);
  assertEquals(sample.availableOutgoingKbps, null);
  assertEquals(sample.qualityLimitationReason, null);
});

Deno.test("computeSample() has no rates after a first report", () => {
  const sample = computeSample(
    readCounters(recorded("chromium", "first")),
    null,
  );
  assertEquals([sample.kbpsIn, sample.lossIn, sample.freezeCount], [
    null,
    null,
    null,
  ]);
  assertEquals(sample.framesPerSecond, 20);
});

Deno.test("computeSample() has no rates over two connections", () => {
  const second = { ...recorded("chromium", "second"), connectionId: "1 a" };
  const sample = between(recorded("chromium", "first"), second);
  assertEquals([sample.kbpsIn, sample.kbpsOut, sample.encodeMsPerFrame], [
    null,
    null,
    null,
  ]);
  assertEquals(sample.width, 640);
});

Deno.test("computeSample() has no rates of counters that were reset", () => {
  const first = { ...recorded("chromium", "second"), atMs: 1_000 };
  const second = { ...recorded("chromium", "first"), atMs: 3_000 };
  const sample = between(first, second);
  assertEquals([sample.kbpsIn, sample.kbpsOut, sample.lossIn], [
    null,
    null,
    null,
  ]);
});

Deno.test("computeSample() has no rates of two reports of one moment", () => {
  const second = { ...recorded("chromium", "second"), atMs: 1_000 };
  assertEquals(between(recorded("chromium", "first"), second).kbpsIn, null);
});

/** A snapshot with these entries. */
function reading(atMs: number, ...values: unknown[]): StatsSnapshot {
  return {
    connectionId: "0 a",
    atMs,
    mids: { audio: "0", video: "1" },
    values,
  };
}

const audio = (packetsReceived: number, packetsLost: number) => ({
  type: "inbound-rtp",
  id: "a",
  kind: "audio",
  mid: "0",
  packetsReceived,
  packetsLost,
});

Deno.test("computeSample() computes the loss between two reports", () => {
  const lossOf = (first: unknown, second: unknown) =>
    between(reading(0, first), reading(2_000, second)).lossIn;
  assertEquals(lossOf(audio(100, 50), audio(190, 60)), 0.1);
  assertEquals(lossOf(audio(100, 50), audio(200, 45)), 0);
  assertEquals(lossOf(audio(100, 0), audio(119, 0)), null);
  assertEquals(lossOf(audio(100, 0), audio(120, 0)), 0);
});

Deno.test("readCounters() ignores an old report of the other side", () => {
  const sent = { type: "outbound-rtp", id: "o", kind: "audio", mid: "0" };
  const remoteInbound = {
    type: "remote-inbound-rtp",
    id: "r",
    fractionLost: 0.5,
  };
  const lossAt = (timestamp: number) =>
    readCounters(reading(
      0,
      { ...sent, packetsSent: 9, remoteId: "r", timestamp },
      { ...remoteInbound, timestamp: 1_000 },
    )).lossOut;
  assertEquals(lossAt(15_999), 0.5);
  assertEquals(lossAt(16_000), 0.5);
  assertEquals(lossAt(16_001), null);
});

Deno.test("readCounters() takes the busiest stream where there are no mids", () => {
  const video = { type: "inbound-rtp", kind: "video" };
  const counters = readCounters(reading(
    0,
    { ...video, id: "idle", bytesReceived: 10, frameWidth: 1 },
    { ...video, id: "busy", bytesReceived: 9_000, frameWidth: 320 },
  ));
  assertEquals(counters.cameraIn.width, 320);
});

Deno.test("readCounters() survives a malformed report", () => {
  const strange = reading(
    0,
    null,
    "text",
    7,
    [],
    { type: "inbound-rtp", kind: "video", mid: 3, frameWidth: "wide" },
    { type: "inbound-rtp", kind: "audio", mid: "0", packetsReceived: NaN },
    { type: "candidate-pair", nominated: true, state: "succeeded" },
  );
  const sample = computeSample(readCounters(strange), null);
  assertEquals([sample.width, sample.rttMs, sample.lossIn], [null, null, null]);
});

Deno.test("computeSample() finds a path on which nothing arrives", () => {
  const isInterruptedAfter = (silentMs: number) => {
    const counters = readCounters(recorded("chromium", "second"));
    return computeSample({ ...counters, silentMs }, null).isInterrupted;
  };
  assertEquals(
    [INTERRUPTED_MS - 1, INTERRUPTED_MS].map(isInterruptedAfter),
    [false, true],
  );
});

for (const browser of ["chromium", "firefox"] as const) {
  Deno.test(`readCounters() knows when ${browser} received the last packet`, () => {
    const { silentMs } = readCounters(recorded(browser, "second"));
    assert(silentMs !== null && silentMs < INTERRUPTED_MS, `${silentMs}`);
  });
}
