/**
 * Effect of the uplink budget: the same call with it and without, one after
 * the other in one run.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { formatNumber, formatTable } from "../signaling/report.ts";
import { type CallCost, measureCall } from "./call.ts";

/** More pages overload a machine of two cores without the budget. */
const MEMBERS = 4;
const WARM_UP_MS = 15_000;
const MEASURE_MS = 10_000;

/** Measures both calls and prints a table; there is nothing that can fail. */
export async function measureClient(): Promise<readonly string[]> {
  const call = { members: MEMBERS, warmMs: WARM_UP_MS, measureMs: MEASURE_MS };
  const unlimited = await measureCall({ ...call, hasUplinkBudget: false });
  const limited = await measureCall({ ...call, hasUplinkBudget: true });
  const report = formatClientReport(unlimited, limited);
  console.log(`\n## A call of ${MEMBERS}\n\n${report}`);
  return [];
}

/** Formats a table of both calls and the ratio between them. */
export function formatClientReport(
  unlimited: CallCost,
  limited: CallCost,
): string {
  const row = (name: string, read: (cost: CallCost) => number) => [
    name,
    formatNumber(read(unlimited)),
    formatNumber(read(limited)),
    formatNumber(read(limited) / read(unlimited)),
  ];
  return formatTable([
    ["per second, all pages", "without budget", "with", "ratio"],
    row("cores", ({ cores }) => cores),
    row("Mbit/s sent", ({ sentMbps }) => sentMbps),
    row("frames decoded", ({ frames }) => frames),
    row("CPU ms per frame", ({ cores, frames }) => cores * 1000 / frames),
  ]);
}
