/**
 * Table of the starts of calls.
 *
 * @module
 */
import {
  computeMedian,
  formatNumber,
  formatTable,
} from "../signaling/report.ts";

/** Start of a call in one page, as `start_probe.js` reads it. */
export interface StartTotals {
  /** Time from the first picture to 720p; null when it did not come. */
  readonly hdMs: number | null;
  readonly maxWidth: number;
  /** Width at the end. */
  readonly width: number;
  readonly received: number;
  readonly lost: number;
}

/** One call. */
export interface StartResult {
  readonly path: string;
  readonly setup: string;
  readonly pages: readonly StartTotals[];
}

/** A row for each path and setup; two starts of each call. */
export function formatStartTable(results: readonly StartResult[]): string {
  const rows = Map.groupBy(
    results,
    ({ path, setup }) => `${path}\n${setup}`,
  );
  return formatTable([
    ["path", "", "720p after ms", "slowest ms", "in 720p", "width", "loss %"],
    ...[...rows].map(([key, group]) => {
      const pages = group.flatMap((result) => result.pages);
      const times = pages.flatMap(({ hdMs }) => hdMs ?? []);
      const sum = (name: "received" | "lost") =>
        pages.reduce((total, page) => total + page[name], 0);
      const lostPercent = sum("lost") / (sum("lost") + sum("received")) * 100;
      return [
        ...key.split("\n"),
        formatNumber(computeMedian(times)),
        formatNumber(Math.max(...times)),
        `${times.length} of ${pages.length}`,
        formatNumber(computeMedian(pages.map(({ width }) => width))),
        formatNumber(lostPercent),
      ];
    }),
  ]);
}
