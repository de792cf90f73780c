/**
 * What has arrived from a member so far, on all transports of a connection.
 *
 * @module
 */
import { readNumber, type StatsEntry, StatsReport } from "./stats_report.ts";

/** Counters that only grow while something arrives. */
export interface PathActivity {
  /** Bytes of media, RTCP and data channels. */
  readonly bytes: number;
  /** Connectivity checks and their answers (RFC 8445 §7). */
  readonly checks: number;
}

/**
 * Counters of a connection.
 *
 * @param stats Entries of an `RTCStatsReport` (W3C webrtc-stats).
 */
export function readPathActivity(stats: Iterable<unknown>): PathActivity {
  const report = new StatsReport(stats);
  const transports = report.entriesOfType("transport");
  const pairs = report.entriesOfType("candidate-pair");
  // Firefox counts the bytes of candidate pairs only.
  const counted = transports.some((entry) => "bytesReceived" in entry)
    ? transports
    : pairs;
  return {
    bytes: sumOf(counted, "bytesReceived"),
    checks: sumOf(pairs, "requestsReceived") +
      sumOf(pairs, "responsesReceived"),
  };
}

function sumOf(entries: readonly StatsEntry[], name: string): number {
  return entries.reduce(
    (sum, entry) => sum + (readNumber(entry, name) ?? 0),
    0,
  );
}
