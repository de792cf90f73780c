/**
 * Measures the relay beside a bare forwarder on the same socket API and, when
 * it is installed, coturn: all in one run, interleaved, as ratios.
 * `deno run -A bench/turn/main.ts [rounds] [seconds]`
 *
 * @module
 */
import {
  measureBytesPerAllocation,
  measureUnauthenticatedCost,
} from "./costs.ts";
import { createLoadEngine, runTurnLoad, type TurnLoadResult } from "./load.ts";
import { startTargets, type TurnTarget } from "./targets.ts";

/** How long is measured. */
export interface TurnBenchOptions {
  readonly rounds: number;
  /** Of each run. */
  readonly seconds: number;
}

/** Loss from which a speed does not count. */
const MAX_LOSS = 0.01;
const MEMBERS = 5;
const ALLOCATIONS = 2000;
const UNAUTHENTICATED_REQUESTS = 100_000;

const CASES = [160, 1000].flatMap((payloadBytes) =>
  (["channel", "indication"] as const).map((how) => ({ payloadBytes, how }))
);

/** Packets on their way: few, where latency counts, and many, for speed. */
const WINDOWS = { latency: 1, speed: 16 } as const;

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Median of a figure of several runs. */
function medianOf(
  results: readonly TurnLoadResult[],
  key: keyof TurnLoadResult,
): number {
  return median(results.map((result) => result[key]));
}

async function measureLoads(
  targets: readonly TurnTarget[],
  { rounds, seconds }: TurnBenchOptions,
): Promise<string[]> {
  const engine = createLoadEngine();
  const faults: string[] = [];
  for (const options of CASES) {
    const speed = new Map<string, TurnLoadResult[]>();
    const latency = new Map<string, TurnLoadResult[]>();
    for (let round = 0; round < rounds; round++) {
      for (const target of targets) {
        for (
          const [name, results] of [["speed", speed], [
            "latency",
            latency,
          ]] as const
        ) {
          const result = await runTurnLoad(engine, target, {
            ...options,
            members: name === "speed" ? MEMBERS : 1,
            window: WINDOWS[name],
            seconds: name === "speed" ? seconds : seconds / 2,
          });
          results.set(target.name, [
            ...results.get(target.name) ?? [],
            result,
          ]);
        }
      }
    }
    report(options, speed, latency);
    faults.push(...listLosses(options, speed));
  }
  await engine.close();
  return faults;
}

function listLosses(
  { payloadBytes, how }: (typeof CASES)[number],
  speed: ReadonlyMap<string, TurnLoadResult[]>,
): string[] {
  return [...speed].filter(([name, results]) =>
    name.startsWith("maru") && medianOf(results, "lossRatio") >= MAX_LOSS
  ).map(([name]) => `${name} lost packets: ${payloadBytes} bytes, ${how}`);
}

function report(
  { payloadBytes, how }: (typeof CASES)[number],
  speed: ReadonlyMap<string, TurnLoadResult[]>,
  latency: ReadonlyMap<string, TurnLoadResult[]>,
): void {
  print(`\n${payloadBytes} bytes, ${how}`);
  print(
    "target      packets/s  loss %  CPU s/1e6  vs bare  vs coturn  p50 us  p99 us",
  );
  const cost = (name: string) =>
    medianOf(speed.get(name) ?? [], "cpuSecondsPerMillion");
  for (const [name, results] of speed) {
    const quick = latency.get(name) ?? [];
    print([
      name.padEnd(10),
      medianOf(results, "packetsPerSecond").toFixed(0).padStart(10),
      (medianOf(results, "lossRatio") * 100).toFixed(2).padStart(7),
      cost(name).toFixed(2).padStart(10),
      (cost("bare") / cost(name)).toFixed(2).padStart(8),
      (cost("coturn") / cost(name)).toFixed(2).padStart(10),
      medianOf(quick, "p50Us").toFixed(0).padStart(7),
      medianOf(quick, "p99Us").toFixed(0).padStart(7),
    ].join(" "));
  }
}

async function measureCosts(targets: readonly TurnTarget[]): Promise<void> {
  print("\ntarget      us/unproven first, later   KB/allocation at 2000");
  for (const target of targets.filter(({ isTurn }) => isTurn)) {
    const engine = createLoadEngine();
    const { firstUs, laterUs } = await measureUnauthenticatedCost(
      engine,
      target,
      UNAUTHENTICATED_REQUESTS,
    );
    const bytes = await measureBytesPerAllocation(engine, target, ALLOCATIONS);
    await engine.close();
    print([
      target.name.padEnd(10),
      firstUs.toFixed(1).padStart(14),
      laterUs.toFixed(1).padStart(9),
      (bytes / 1024).toFixed(1).padStart(14),
    ].join(" "));
  }
}

/** Measures and prints everything; what was wrong is returned. */
export async function measureTurn(
  options: TurnBenchOptions,
): Promise<readonly string[]> {
  const targets = await startTargets();
  try {
    const faults = await measureLoads(targets, options);
    await measureCosts(targets);
    return faults;
  } finally {
    for (const target of targets) await target.stop();
  }
}

if (import.meta.main) {
  const [rounds = 3, seconds = 1] = Deno.args.map(Number);
  const faults = await measureTurn({ rounds, seconds });
  for (const fault of faults) print(fault);
  if (faults.length > 0) Deno.exitCode = 1;
}
