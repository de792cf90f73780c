/**
 * Table of the benchmark of libraries.
 *
 * @module
 */
import { computePercentile } from "../join/timeline.ts";
import {
  computeMedian,
  formatNumber,
  formatTable,
} from "../signaling/report.ts";

/** What one round measured with one library. */
export interface LibraryRound {
  /** Compressed bytes of the scripts of a page with camera and microphone. */
  readonly bytes: number;
  /** From the call to the first message, with data only. */
  readonly messageMs: number;
  /** The same with camera and microphone. */
  readonly mediaMessageMs: number;
  /** From the call to the first frame. */
  readonly frameMs: number;
}

/** A row for each library: medians, and the slow end in brackets. */
export function formatLibraryTable(
  results: ReadonlyMap<string, readonly LibraryRound[]>,
): string {
  return formatTable([
    [
      "p50 (p95)",
      "KB brotli",
      "message, data only, ms",
      "message, with media, ms",
      "first frame, ms",
    ],
    ...[...results].map(([name, rounds]) => [
      name,
      formatNumber(computeMedian(rounds.map(({ bytes }) => bytes)) / 1000),
      formatTimes(rounds.map(({ messageMs }) => messageMs)),
      formatTimes(rounds.map(({ mediaMessageMs }) => mediaMessageMs)),
      formatTimes(rounds.map(({ frameMs }) => frameMs)),
    ]),
  ]);
}

function formatTimes(values: readonly number[]): string {
  const p95 = formatNumber(computePercentile(values, 0.95));
  return `${formatNumber(computeMedian(values))} (${p95})`;
}
