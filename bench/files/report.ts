/**
 * Tables of the files benchmark.
 *
 * @module
 */
import { formatNumber, formatTable } from "../signaling/report.ts";
import type { BrowserMemory } from "./browser_memory.ts";
import { formatGoals } from "./goals.ts";
import type { TransferCost, TransferCosts } from "./transfer_pages.ts";

/** Memory of sender and receiver. */
export interface MemoryOfPages {
  readonly before: readonly BrowserMemory[];
  readonly most: readonly BrowserMemory[];
  readonly after: readonly BrowserMemory[];
}

/** Formats the rates, the goals and the memory. */
export function formatFilesReport(
  mib: number,
  costs: TransferCosts,
  memory: MemoryOfPages,
): string {
  const { quiet, maru, bare } = costs;
  const row = (name: string, cost: TransferCost, moved: number) => [
    name,
    moved === 0 ? "" : formatNumber(moved / cost.seconds),
    moved === 0 ? "" : formatNumber(cpuMsPerMib(cost, quiet, moved)),
    ...cost.longestTaskMs.map(formatNumber),
    ...cost.framesPerSecond.map(formatNumber),
  ];
  const rates = formatTable([
    [
      "",
      "MiB/s",
      "CPU ms/MiB",
      "task ms, sender",
      "receiver",
      "frames/s, sender",
      "receiver",
    ],
    row("call alone", quiet, 0),
    ...bare.map((cost) => row("bare channel", cost, mib / 2)),
    row("Maru", maru, mib),
  ]);
  return [rates, formatGoals(mib, costs), formatMemory(memory)].join("\n\n");
}

/** CPU time of both browsers for the transfer, without that of the call. */
function cpuMsPerMib(
  { cpuSeconds, seconds }: TransferCost,
  quiet: TransferCost,
  mib: number,
): number {
  const ofCall = quiet.cpuSeconds / quiet.seconds * seconds;
  return (cpuSeconds - ofCall) * 1000 / mib;
}

function formatMemory({ before, most, after }: MemoryOfPages): string {
  return formatTable([
    [
      "MiB of memory",
      "page before",
      "browser before",
      "page at most",
      "browser at most",
      "page after",
      "browser after",
    ],
    ...["sender", "receiver"].map((name, i) => [
      name,
      ...[before, most, after].flatMap((memory) => [
        formatNumber(memory[i]?.pageMib ?? NaN),
        formatNumber(memory[i]?.totalMib ?? NaN),
      ]),
    ]),
  ]);
}
