/**
 * What the uplink budget saves: the same call with it and without, one after
 * the other in one run.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { formatNumber, formatTable } from "../signaling/report.ts";
import { type CallCost, measureCall } from "./call.ts";

/** More pages than this choke a machine of two cores without the budget. */
const MEMBERS = 4;
const WARM_UP_MS = 15_000;
const MEASURE_MS = 10_000;

/** Measures both calls and prints a table; nothing can be at fault. */
export async function measureClient(): Promise<readonly string[]> {
  const call = { members: MEMBERS, warmMs: WARM_UP_MS, measureMs: MEASURE_MS };
  const free = await measureCall({ ...call, hasUplinkBudget: false });
  const held = await measureCall({ ...call, hasUplinkBudget: true });
  console.log(`\n## A call of ${MEMBERS}\n\n${formatClientReport(free, held)}`);
  return [];
}

/** A table of both calls and the ratio between them. */
export function formatClientReport(free: CallCost, held: CallCost): string {
  const row = (name: string, read: (cost: CallCost) => number) => [
    name,
    formatNumber(read(free)),
    formatNumber(read(held)),
    formatNumber(read(held) / read(free)),
  ];
  return formatTable([
    ["per second, all pages", "without budget", "with", "ratio"],
    row("cores", ({ cores }) => cores),
    row("Mbit/s sent", ({ sentMbps }) => sentMbps),
    row("frames decoded", ({ frames }) => frames),
    row("CPU ms per frame", ({ cores, frames }) => cores * 1000 / frames),
  ]);
}
