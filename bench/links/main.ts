/**
 * Calls over shaped links: what all members receive with the uplink budget and
 * with the browser's own behavior alone, one after the other in one run.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { LinkLab } from "../../tests/natlab/link_lab.ts";
import type { FilmFormat } from "../../tests/natlab/moving_film.ts";
import { canShapeLinks } from "../../tests/natlab/namespaces.ts";
import { formatNumber, formatTable } from "../signaling/report.ts";
import { type LinkCell, type LinkMatrix, listCells } from "./cells.ts";
import type { ReceivedQuality } from "./received_quality.ts";
import { measureShapedCall } from "./shaped_call.ts";

/** Options of the benchmark. */
export interface LinksBenchOptions {
  readonly matrix: LinkMatrix;
  /** Time that is measured of each call. */
  readonly seconds: number;
}

/** A cell with its two calls. */
export interface LinkResult {
  readonly cell: LinkCell;
  readonly browser: ReceivedQuality;
  readonly maru: ReceivedQuality;
}

const WARM_UP_MS = 15_000;

/** Measures all cells and prints a table; there is nothing that can fail. */
export async function measureLinks(
  { matrix, seconds }: LinksBenchOptions,
): Promise<readonly string[]> {
  if (!await canShapeLinks()) return [];
  const results: LinkResult[] = [];
  for (const members of matrix.members) {
    await using lab = await LinkLab.create(members, filmFor(members));
    for (const cell of listCells({ ...matrix, members: [members] })) {
      const measure = (hasUplinkBudget: boolean) =>
        measureShapedCall(lab, {
          cell,
          hasUplinkBudget,
          warmMs: WARM_UP_MS,
          measureMs: seconds * 1000,
        });
      const browser = await measure(false);
      const maru = await measure(true);
      results.push({ cell, browser, maru });
      console.log(formatLinksReport(results.slice(-1)));
    }
  }
  console.log(`\n## Shaped links\n\n${formatLinksReport(results)}`);
  return [];
}

/** Thirty videos of 720p are too much for a few cores. */
function filmFor(members: number): FilmFormat {
  return members > 2
    ? { width: 640, height: 360, framesPerSecond: 8 }
    : { width: 1280, height: 720, framesPerSecond: 10 };
}

/** Formats a table; each figure is that of the browser alone, then Maru's. */
export function formatLinksReport(results: readonly LinkResult[]): string {
  const columns: readonly [string, keyof ReceivedQuality][] = [
    ["height", "height"],
    ["frames/s", "framesPerSecond"],
    ["freezes/min", "freezesPerMinute"],
    ["frozen %", "frozenPercent"],
    ["sound lost %", "concealedPercent"],
    ["cores", "cores"],
  ];
  return formatTable([
    [
      "members",
      "Mbit/s",
      "loss %",
      "delay ms",
      ...columns.map(([head]) => head),
    ],
    ...results.map(({ cell, browser, maru }) => [
      String(cell.members),
      String(cell.mbitPerSecond),
      String(cell.lossPercent),
      String(cell.delayMs),
      ...columns.map(([, name]) =>
        `${formatNumber(browser[name])} / ${formatNumber(maru[name])}`
      ),
    ]),
  ]);
}
