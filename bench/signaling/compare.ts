/**
 * Maru beside a naive server of npm `ws` on Node: the same loads in turn,
 * round after round, and every figure as a ratio of the same round.
 *
 * @module
 */
import { SUBPROTOCOL } from "../../signaling/protocol.ts";
import type { CrowdShape, Target } from "./crowd.ts";
import {
  type ClosedLoop,
  closedLoop,
  idleMemory,
  type LoadResult,
  openLoop,
  type Timing,
} from "./loads.ts";
import { figure, median, medianRatio, table } from "./report.ts";
import { type Launch, startServer } from "./servers.ts";

/** One row of the comparison; the first one is the reference. */
export interface Contender {
  readonly name: string;
  readonly launch: Launch;
  readonly offersSubprotocol: boolean;
}

/** How much to measure. */
export interface CompareOptions extends Timing {
  readonly isTls: boolean;
  readonly rounds: number;
  readonly idleMembers: number;
}

const CLOSED: Readonly<Record<string, ClosedLoop>> = {
  rooms: { rooms: 32, members: 4, talkers: 4, window: 1, size: 200 },
  fan: { rooms: 1, members: 64, talkers: 1, window: 4, size: 200 },
  sdp: { rooms: 32, members: 4, talkers: 4, window: 1, size: 3000 },
};
const OPEN: CrowdShape = { rooms: 32, members: 4, size: 200 };
const OPEN_PER_SECOND = 2000;
const LOADS = [...Object.keys(CLOSED), "latency"];

type Row = Map<string, LoadResult[]>;

/** Runs the comparison; the report, and what went wrong in any run. */
export async function compare(
  contenders: readonly Contender[],
  options: CompareOptions,
): Promise<{ report: string; faults: readonly string[] }> {
  const rows = contenders.map((): Row => new Map());
  await using running = new AsyncDisposableStack();
  const targets: (Target & { pid: number })[] = [];
  for (const contender of contenders) {
    const { child, port } = await startServer(contender.launch);
    running.use(child);
    targets.push(targetOf(contender, port, child.pid, options.isTls));
  }
  // Round 0 warms up the compilers of both sides and is not counted.
  for (let round = 0; round <= options.rounds; round++) {
    for (const load of LOADS) {
      for (let i = 0; i < contenders.length; i++) {
        const at = (i + round) % contenders.length;
        const target = targets[at];
        if (!target) continue;
        const result = await runLoad(load, target, options);
        if (round > 0) append(rows[at], load, result);
      }
    }
  }
  const memory = await memoryOfEach(contenders, options);
  return {
    report: reportOf(contenders, rows, memory),
    faults: faultsOf(contenders, rows),
  };
}

function targetOf(
  contender: Contender,
  port: number,
  pid: number,
  isTls: boolean,
): Target & { pid: number } {
  const subprotocol = contender.offersSubprotocol ? SUBPROTOCOL : null;
  return { port, pid, isTls, subprotocol };
}

function runLoad(
  load: string,
  target: Target & { pid: number },
  timing: Timing,
): Promise<LoadResult> {
  const closed = CLOSED[load];
  return closed
    ? closedLoop(target, closed, timing)
    : openLoop(target, OPEN, OPEN_PER_SECOND, timing);
}

function append(row: Row | undefined, load: string, result: LoadResult) {
  row?.set(load, [...row.get(load) ?? [], result]);
}

async function memoryOfEach(
  contenders: readonly Contender[],
  options: CompareOptions,
): Promise<number[]> {
  const memory: number[] = [];
  for (const contender of contenders) {
    const { child, port } = await startServer(contender.launch);
    await using _child = child;
    const target = targetOf(contender, port, child.pid, options.isTls);
    memory.push(await idleMemory(target, options.idleMembers));
  }
  return memory;
}

function reportOf(
  contenders: readonly Contender[],
  rows: readonly Row[],
  memory: readonly number[],
): string {
  const values = (row: Row | undefined, load: string, key: keyof LoadResult) =>
    (row?.get(load) ?? []).map((result) => Number(result[key]));
  const parts = LOADS.map((load) => {
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
        const ratio = medianRatio(own, values(rows[0], load, key));
        return [figure(median(own)), figure(ratio)];
      }),
      ...busy.map((key) => figure(median(values(rows[i], load, key)))),
    ]);
    return table([head, ...body]);
  });
  const memoryRows = contenders.map(({ name }, i) => [
    name,
    figure(memory[i] ?? NaN),
    figure((memory[i] ?? NaN) / (memory[0] ?? NaN)),
  ]);
  parts.push(table([["memory", "KB per idle member", "x"], ...memoryRows]));
  return parts.join("\n\n");
}

function faultsOf(
  contenders: readonly Contender[],
  rows: readonly Row[],
): readonly string[] {
  return rows.flatMap((row, i) =>
    [...row].flatMap(([load, results]) =>
      results.flatMap((result) =>
        result.faults.map((f) => `${contenders[i]?.name}, ${load}: ${f}`)
      )
    )
  );
}
