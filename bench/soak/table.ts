/**
 * The one table of `deno task soak`, and the bounds of its rows.
 *
 * @module
 */
import type { ProcessUse } from "./soak_server.ts";

/** What a call beside an attack or a fault noticed, and what the server used. */
export interface SoakRow {
  readonly name: string;
  readonly p99Ms: number;
  /** The same of a call on a server without a fault; null when not measured. */
  readonly controlP99Ms: number | null;
  readonly maxMs: number;
  /** Messages that did not arrive, or not in order. */
  readonly lost: number;
  /** Seats that ended, or connections that were cut. */
  readonly lostSeats: number;
  /** Time until the service was as before; null when it never was. */
  readonly recoveryMs: number | null;
  readonly before: ProcessUse;
  /** After half of an attack: the runtime keeps memory that it has used once. */
  readonly warm: ProcessUse;
  readonly after: ProcessUse;
}

/** What a row may cost. */
export interface SoakBounds {
  readonly addedP99Ms: number;
  readonly maxRecoveryMs: number;
  readonly mayLose: boolean;
}

/** Bounds of every row. SECURITY.md states the peak of the memory. */
const MAX_PEAK_MIB = 384;
/** Resident memory at the end beyond that of the warm process: a leak. */
const MAX_GROWTH_MIB = 128;
/** Open files at the end beyond those at the start. */
const MAX_MORE_DESCRIPTORS = 8;

/** Head of the table. */
export const TABLE_HEAD: readonly string[] = [
  "| scenario | p99 ms | p99 without ms | max ms | lost | seats lost | recovery ms | MiB start, warm, end, peak | files start, end | |",
  "|---|---|---|---|---|---|---|---|---|---|",
];

/** The bounds that a row breaks; none when all is well. */
export function findBrokenBounds(row: SoakRow, bounds: SoakBounds): string[] {
  const { before, warm, after, recoveryMs } = row;
  const broken: Readonly<Record<string, boolean>> = {
    "p99": row.p99Ms - (row.controlP99Ms ?? 0) > bounds.addedP99Ms,
    "lost": row.lost > 0 && !bounds.mayLose,
    "seats": row.lostSeats > 0,
    "recovery": recoveryMs === null || recoveryMs > bounds.maxRecoveryMs,
    "peak": after.peakMib > MAX_PEAK_MIB,
    "memory": after.residentMib - warm.residentMib > MAX_GROWTH_MIB,
    "files": after.descriptors - before.descriptors > MAX_MORE_DESCRIPTORS,
  };
  return Object.keys(broken).filter((name) => broken[name]);
}

/** Formats a row, with the bounds that it breaks. */
export function formatRow(row: SoakRow, bounds: SoakBounds): string {
  const { before, warm, after } = row;
  const broken = findBrokenBounds(row, bounds);
  const cells = [
    row.name,
    row.p99Ms.toFixed(1),
    row.controlP99Ms?.toFixed(1) ?? "-",
    row.maxMs.toFixed(0),
    row.lost,
    row.lostSeats,
    row.recoveryMs?.toFixed(0) ?? "never",
    [before, warm, after].map(({ residentMib }) => residentMib)
      .concat(after.peakMib).map((mib) => mib.toFixed(0)).join(", "),
    `${before.descriptors}, ${after.descriptors}`,
    broken.length === 0 ? "ok" : `BROKEN: ${broken.join(", ")}`,
  ];
  return `| ${cells.join(" | ")} |`;
}
