/**
 * The tables of a comparison: one per load, one for memory, and one of ratios
 * to an earlier build.
 *
 * @module
 */
import type { SignalingLoadResult } from "./loads.ts";
import {
  computeMedian,
  computeMedianRatio,
  formatNumber,
  formatTable,
} from "./report.ts";

/** Everything measured of one server. */
export interface ContenderResults {
  readonly name: string;
  readonly predecessor: string | undefined;
  /** One result per round, by the load's name. */
  readonly loads: ReadonlyMap<string, readonly SignalingLoadResult[]>;
  readonly kibPerIdleMember: number;
}

const BUSY_KEYS = ["serverBusy", "clientBusy", "othersBusy"] as const;

/** Markdown tables; the first contender is the reference of the ratios. */
export function formatComparison(
  contenders: readonly ContenderResults[],
  loadNames: readonly string[],
): string {
  return [
    ...loadNames.map((load) => formatLoad(contenders, load)),
    formatMemory(contenders),
    ...formatPredecessors(contenders, loadNames),
  ].join("\n\n");
}

function formatLoad(
  contenders: readonly ContenderResults[],
  load: string,
): string {
  const keys = load === "latency"
    ? ["p50Us", "p99Us", "p999Us", "cpuUsPerDelivery"] as const
    : ["deliveredPerSecond", "cpuUsPerDelivery"] as const;
  const header = [load, ...keys.flatMap((key) => [key, "x"]), ...BUSY_KEYS];
  const rows = contenders.map((contender) => [
    contender.name,
    ...keys.flatMap((key) => [
      formatNumber(computeMedian(valuesOf(contender, load, key))),
      formatNumber(ratioOf(contender, contenders[0], load, key)),
    ]),
    ...BUSY_KEYS.map((key) =>
      formatNumber(computeMedian(valuesOf(contender, load, key)))
    ),
  ]);
  return formatTable([header, ...rows]);
}

function formatMemory(contenders: readonly ContenderResults[]): string {
  const reference = contenders[0]?.kibPerIdleMember ?? NaN;
  const rows = contenders.map(({ name, kibPerIdleMember }) => [
    name,
    formatNumber(kibPerIdleMember),
    formatNumber(kibPerIdleMember / reference),
  ]);
  return formatTable([["memory", "KB per idle member", "x"], ...rows]);
}

/** Ratios to the predecessors: CPU per delivery by load, and memory. */
function formatPredecessors(
  contenders: readonly ContenderResults[],
  loadNames: readonly string[],
): string[] {
  const rows = contenders.flatMap((contender) => {
    const predecessor = contenders
      .find(({ name }) => name === contender.predecessor);
    if (predecessor === undefined) return [];
    return [[
      `${contender.name} / ${predecessor.name}`,
      ...loadNames.map((load) =>
        formatNumber(
          ratioOf(contender, predecessor, load, "cpuUsPerDelivery"),
        )
      ),
      formatNumber(contender.kibPerIdleMember / predecessor.kibPerIdleMember),
    ]];
  });
  if (rows.length === 0) return [];
  return [formatTable([["CPU per delivery", ...loadNames, "memory"], ...rows])];
}

function ratioOf(
  contender: ContenderResults,
  reference: ContenderResults | undefined,
  load: string,
  key: keyof SignalingLoadResult,
): number {
  if (reference === undefined) return NaN;
  return computeMedianRatio(
    valuesOf(contender, load, key),
    valuesOf(reference, load, key),
  );
}

function valuesOf(
  { loads }: ContenderResults,
  load: string,
  key: keyof SignalingLoadResult,
): number[] {
  return (loads.get(load) ?? []).map((result) => Number(result[key]));
}
