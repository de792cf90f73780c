/**
 * Statistics recorded in real calls, and samples made by hand.
 *
 * @module
 */
import type { StatsSnapshot } from "../../../../../client/engine/peer/stats_report.ts";
import type { QualitySample } from "../../../../../client/engine/quality/connection_sample.ts";
import chromium from "../../fixtures/chromium_stats.json" with { type: "json" };
import firefox from "../../fixtures/firefox_stats.json" with { type: "json" };

/** Two reports of one connection in each browser, in a call with Chromium. */
export const RECORDED = { chromium, firefox } as const;

/** One of the two recorded reports, as if two seconds apart. */
export function recorded(
  browser: keyof typeof RECORDED,
  which: "first" | "second",
): StatsSnapshot {
  const { mids, [which]: values } = RECORDED[browser];
  const atMs = which === "first" ? 1_000 : 3_000;
  return { connectionId: "0 a", atMs, mids, values };
}

/** A sample of a good connection, except for the given fields. */
export function sampleWith(part: Partial<QualitySample> = {}): QualitySample {
  return {
    atMs: 0,
    rttMs: 20,
    lossIn: 0,
    lossOut: 0,
    jitterMs: 2,
    kbpsIn: 600,
    kbpsOut: 600,
    width: 640,
    height: 360,
    framesPerSecond: 20,
    receivedFramesPerSecond: 20,
    isVideoStopped: false,
    codec: "VP8",
    freezeCount: 0,
    sentWidth: 640,
    sentHeight: 360,
    sentFramesPerSecond: 20,
    sentCodec: "VP8",
    qualityLimitationReason: "none",
    encodeMsPerFrame: 4,
    decodeMsPerFrame: 2,
    availableOutgoingKbps: 2_000,
    targetKbps: 600,
    isInterrupted: false,
    ...part,
  };
}
