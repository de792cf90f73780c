/**
 * Maru beside a naive server of npm `ws` on Node: the same loads in turn,
 * round after round, and every figure as a ratio of the same round.
 *
 * @module
 */
import { SUBPROTOCOL } from "../../signaling/protocol.ts";
import type { LoadShape, SignalingTarget } from "./crowd.ts";
import {
  type ClosedLoopShape,
  type LoadTiming,
  measureIdleMemory,
  runClosedLoop,
  runOpenLoop,
  type SignalingLoadResult,
} from "./loads.ts";
import {
  computeMedian,
  computeMedianRatio,
  formatNumber,
  formatTable,
} from "./report.ts";
import { type ServerLaunch, startServer } from "./servers.ts";

/** One row of the comparison; the first one is the reference. */
export interface Contender {
  readonly name: string;
  readonly launch: ServerLaunch;
  readonly offersSubprotocol: boolean;
}

/** How much to measure. */
export interface CompareOptions extends LoadTiming {
  readonly isTls: boolean;
  readonly rounds: number;
  readonly idleMembers: number;
}

const CLOSED_LOOPS: Readonly<Record<string, ClosedLoopShape>> = {
  rooms: {
    rooms: 32,
    membersPerRoom: 4,
    talkers: 4,
    maxInFlight: 1,
    messageBytes: 200,
  },
  fan: {
    rooms: 1,
    membersPerRoom: 64,
    talkers: 1,
    maxInFlight: 4,
    messageBytes: 200,
  },
  sdp: {
    rooms: 32,
    membersPerRoom: 4,
    talkers: 4,
    maxInFlight: 1,
    messageBytes: 3000,
  },
};
const OPEN_LOOP: LoadShape = {
  rooms: 32,
  membersPerRoom: 4,
  messageBytes: 200,
};
const OPEN_LOOP_MESSAGES_PER_SECOND = 2000;
const LOAD_NAMES = [...Object.keys(CLOSED_LOOPS), "latency"];

type ContenderResults = Map<string, SignalingLoadResult[]>;

/** Runs the comparison; the report, and what went wrong in any run. */
export async function compareServers(
  contenders: readonly Contender[],
  options: CompareOptions,
): Promise<{ report: string; faults: readonly string[] }> {
  const rows = contenders.map((): ContenderResults => new Map());
  await using running = new AsyncDisposableStack();
  const targets: (SignalingTarget & { pid: number })[] = [];
  for (const contender of contenders) {
    const { child, port } = await startServer(contender.launch);
    running.use(child);
    targets.push(targetOf(contender, port, child.pid, options.isTls));
  }
  // Round 0 warms up the compilers of both sides and is not counted.
  for (let round = 0; round <= options.rounds; round++) {
    for (const load of LOAD_NAMES) {
      for (let i = 0; i < contenders.length; i++) {
        const at = (i + round) % contenders.length;
        const target = targets[at];
        if (!target) continue;
        const result = await runLoad(load, target, options);
        if (round > 0) appendResult(rows[at], load, result);
      }
    }
  }
  const memory = await measureIdleMemoryOfEach(contenders, options);
  return {
    report: formatReport(contenders, rows, memory),
    faults: collectFaults(contenders, rows),
  };
}

function targetOf(
  contender: Contender,
  port: number,
  pid: number,
  isTls: boolean,
): SignalingTarget & { pid: number } {
  const subprotocol = contender.offersSubprotocol ? SUBPROTOCOL : null;
  return { port, pid, isTls, subprotocol };
}

function runLoad(
  load: string,
  target: SignalingTarget & { pid: number },
  timing: LoadTiming,
): Promise<SignalingLoadResult> {
  const closed = CLOSED_LOOPS[load];
  return closed
    ? runClosedLoop(target, closed, timing)
    : runOpenLoop(target, OPEN_LOOP, OPEN_LOOP_MESSAGES_PER_SECOND, timing);
}

function appendResult(
  row: ContenderResults | undefined,
  load: string,
  result: SignalingLoadResult,
) {
  row?.set(load, [...row.get(load) ?? [], result]);
}

async function measureIdleMemoryOfEach(
  contenders: readonly Contender[],
  options: CompareOptions,
): Promise<number[]> {
  const memory: number[] = [];
  for (const contender of contenders) {
    const { child, port } = await startServer(contender.launch);
    await using _child = child;
    const target = targetOf(contender, port, child.pid, options.isTls);
    memory.push(await measureIdleMemory(target, options.idleMembers));
  }
  return memory;
}

function formatReport(
  contenders: readonly Contender[],
  rows: readonly ContenderResults[],
  memory: readonly number[],
): string {
  const values = (
    row: ContenderResults | undefined,
    load: string,
    key: keyof SignalingLoadResult,
  ) => (row?.get(load) ?? []).map((result) => Number(result[key]));
  const parts = LOAD_NAMES.map((load) => {
    const isLatency = load === "latency";
    const keys = isLatency
      ? ["p50Us", "p99Us", "p999Us", "cpuUsPerDelivery"] as const
      : ["deliveredPerSecond", "cpuUsPerDelivery"] as const;
    const busy = ["serverBusy", "clientBusy", "othersBusy"] as const;
    const head = [load, ...keys.flatMap((key) => [key, "x"]), ...busy];
    const body = contenders.map(({ name }, i) => [
      name,
      ...keys.flatMap((key) => {
        const own = values(rows[i], load, key);
        const ratio = computeMedianRatio(own, values(rows[0], load, key));
        return [formatNumber(computeMedian(own)), formatNumber(ratio)];
      }),
      ...busy.map((key) =>
        formatNumber(computeMedian(values(rows[i], load, key)))
      ),
    ]);
    return formatTable([head, ...body]);
  });
  const memoryRows = contenders.map(({ name }, i) => [
    name,
    formatNumber(memory[i] ?? NaN),
    formatNumber((memory[i] ?? NaN) / (memory[0] ?? NaN)),
  ]);
  parts.push(
    formatTable([["memory", "KB per idle member", "x"], ...memoryRows]),
  );
  return parts.join("\n\n");
}

function collectFaults(
  contenders: readonly Contender[],
  rows: readonly ContenderResults[],
): readonly string[] {
  return rows.flatMap((row, i) =>
    [...row].flatMap(([load, results]) =>
      results.flatMap((result) =>
        result.faults.map((f) => `${contenders[i]?.name}, ${load}: ${f}`)
      )
    )
  );
}
