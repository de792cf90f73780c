/**
 * The table of `docs/links.md`: one row for each cell.
 *
 * @module
 */
import { formatNumber, formatTable } from "../signaling/report.ts";
import type { LinkCell } from "./cells.ts";
import type { ReceivedQuality } from "./received_quality.ts";

/** A cell with its two calls; null for one that failed. */
export interface LinkResult {
  readonly cell: LinkCell;
  readonly browser: ReceivedQuality | null;
  readonly maru: ReceivedQuality | null;
  /** Both calls were held at the same time: they used the cores together. */
  readonly isTogether: boolean;
}

/** Text of each column. */
export type LinkRow = readonly string[];

const CELL_COLUMNS = ["members", "Mbit/s", "loss %", "delay ms"] as const;
const QUALITY_COLUMNS: readonly (readonly [string, keyof ReceivedQuality])[] = [
  ["height", "height"],
  ["frames/s", "framesPerSecond"],
  ["freezes/min", "freezesPerMinute"],
  ["frozen %", "frozenPercent"],
  ["sound lost %", "concealedPercent"],
  ["cores", "cores"],
];
const HEAD: LinkRow = [
  ...CELL_COLUMNS,
  ...QUALITY_COLUMNS.map(([head]) => head),
];
const FAILED = "failed";

/** Each figure is that of the browser alone, then Maru's. */
export function formatLinkRow(
  { cell, browser, maru, isTogether }: LinkResult,
): LinkRow {
  const format = (
    quality: ReceivedQuality | null,
    name: keyof ReceivedQuality,
  ) => quality ? formatNumber(quality[name]) : FAILED;
  return [
    ...formatCell(cell),
    ...QUALITY_COLUMNS.map(([, name]) =>
      name === "cores" && isTogether
        ? format(maru, name)
        : `${format(browser, name)} / ${format(maru, name)}`
    ),
  ];
}

function formatCell(cell: LinkCell): LinkRow {
  const { members, mbitPerSecond, lossPercent, delayMs } = cell;
  return [members, mbitPerSecond, lossPercent, delayMs].map(String);
}

/** The table with a head. */
export function formatLinksTable(rows: readonly LinkRow[]): string {
  return formatTable([HEAD, ...rows]);
}

/** Rows of the table in a document. */
export function readLinkRows(document: string): readonly LinkRow[] {
  const lines = document.split("\n");
  const head = lines.findIndex(isHead);
  if (head < 0) throw new TypeError("The document has no table of links");
  const end = lines.findIndex((line, i) => i > head && !line.startsWith("|"));
  return lines.slice(head + 2, end < 0 ? undefined : end).map(splitRow);
}

/** True when these rows have one without a failure for the cell. */
export function hasLinkRow(rows: readonly LinkRow[], cell: LinkCell): boolean {
  const key = formatCell(cell).join();
  return rows.some((row) =>
    keyOf(row) === key && !row.some((text) => text.includes(FAILED))
  );
}

/** The document with this row in its table, in place of one for the same cell. */
export function writeLinkRow(document: string, row: LinkRow): string {
  const key = keyOf(row);
  const rows = readLinkRows(document);
  const all = [...rows.filter((other) => keyOf(other) !== key), row]
    .toSorted(compareRows);
  const lines = document.split("\n");
  const head = lines.findIndex(isHead);
  lines.splice(head, rows.length + 2, formatLinksTable(all));
  return lines.join("\n");
}

function isHead(line: string): boolean {
  return line.startsWith("|") && splitRow(line).join() === HEAD.join();
}

function splitRow(line: string): LinkRow {
  return line.split("|").slice(1, -1).map((text) => text.trim());
}

function keyOf(row: LinkRow): string {
  return row.slice(0, CELL_COLUMNS.length).join();
}

function compareRows(a: LinkRow, b: LinkRow): number {
  const differences = CELL_COLUMNS.map((_, i) => Number(a[i]) - Number(b[i]));
  return differences.find((difference) => difference !== 0) ?? 0;
}
