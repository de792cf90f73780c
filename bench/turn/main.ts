/**
 * Measures the relay, a bare forwarder on the same socket API and, if it is
 * installed, coturn: interleaved in one run, as ratios.
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

/** Duration of the measurement. */
export interface TurnBenchOptions {
  readonly rounds: number;
  /** Seconds per run. */
  readonly seconds: number;
}

/** Loss at which a run fails. */
const MAX_LOSS = 0.01;
const MEMBERS = 5;
const ALLOCATIONS = 2000;
const UNAUTHENTICATED_REQUESTS = 100_000;

const CASES = [160, 1000].flatMap((payloadBytes) =>
  (["channel", "indication"] as const).map((encapsulation) => ({
    payloadBytes,
    encapsulation,
  }))
);

/** Packets in flight per member. */
const WINDOWS = { latency: 1, speed: 16 } as const;

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Median of one figure over several runs. */
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
  const failures: string[] = [];
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
    failures.push(...listLosses(options, speed));
  }
  await engine.close();
  return failures;
}

function listLosses(
  { payloadBytes, encapsulation }: (typeof CASES)[number],
  speed: ReadonlyMap<string, TurnLoadResult[]>,
): string[] {
  return [...speed].filter(([name, results]) =>
    name.startsWith("maru") && medianOf(results, "lossRatio") >= MAX_LOSS
  ).map(([name]) =>
    `${name} lost packets: ${payloadBytes} bytes, ${encapsulation}`
  );
}

function report(
  { payloadBytes, encapsulation }: (typeof CASES)[number],
  speed: ReadonlyMap<string, TurnLoadResult[]>,
  latency: ReadonlyMap<string, TurnLoadResult[]>,
): void {
  print(`\n${payloadBytes} bytes, ${encapsulation}`);
  print(
    "target      packets/s  loss %  CPU s/1e6  vs bare  vs coturn  p50 us  p99 us",
  );
  const cost = (name: string) =>
    medianOf(speed.get(name) ?? [], "cpuSecondsPerMillion");
  for (const [name, results] of speed) {
    const latencyResults = latency.get(name) ?? [];
    print([
      name.padEnd(10),
      medianOf(results, "packetsPerSecond").toFixed(0).padStart(10),
      (medianOf(results, "lossRatio") * 100).toFixed(2).padStart(7),
      cost(name).toFixed(2).padStart(10),
      (cost("bare") / cost(name)).toFixed(2).padStart(8),
      (cost("coturn") / cost(name)).toFixed(2).padStart(10),
      medianOf(latencyResults, "p50Us").toFixed(0).padStart(7),
      medianOf(latencyResults, "p99Us").toFixed(0).padStart(7),
    ].join(" "));
  }
}

async function measureCosts(targets: readonly TurnTarget[]): Promise<void> {
  print(
    "\ntarget      us/unauthenticated first, later   KB/allocation at 2000",
  );
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
      firstUs.toFixed(1).padStart(21),
      laterUs.toFixed(1).padStart(9),
      (bytes / 1024).toFixed(1).padStart(14),
    ].join(" "));
  }
}

/** Measures and prints everything; returns the failures. */
export async function measureTurn(
  options: TurnBenchOptions,
): Promise<readonly string[]> {
  const targets = await startTargets();
  try {
    const failures = await measureLoads(targets, options);
    await measureCosts(targets);
    return failures;
  } finally {
    for (const target of targets) await target.stop();
  }
}

if (import.meta.main) {
  const [rounds = 3, seconds = 1] = Deno.args.map(Number);
  const failures = await measureTurn({ rounds, seconds });
  for (const failure of failures) print(failure);
  if (failures.length > 0) Deno.exitCode = 1;
}
