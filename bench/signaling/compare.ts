/**
 * Compares servers: the same loads on each in turn, in several rounds, with
 * each figure as a ratio to another server's in the same round.
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
import { type ContenderResults, formatComparison } from "./comparison.ts";
import { type ServerLaunch, startServer } from "./servers.ts";

/** A server to compare; the first one of a list is the reference. */
export interface Contender {
  readonly name: string;
  readonly launch: ServerLaunch;
  readonly offersSubprotocol: boolean;
  /** Name of an earlier build of the same server, for ratios to that one. */
  readonly predecessor?: string;
}

/** Length of the measurement. */
export interface CompareOptions extends LoadTiming {
  readonly isTls: boolean;
  readonly rounds: number;
  readonly idleMembers: number;
  /** Names of {@linkcode LOAD_NAMES}. */
  readonly loads: readonly string[];
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
/** Names of all loads. */
export const LOAD_NAMES: readonly string[] = [
  ...Object.keys(CLOSED_LOOPS),
  "latency",
];

/** Runs the comparison; returns the report and the faults of all runs. */
export async function compareServers(
  contenders: readonly Contender[],
  options: CompareOptions,
): Promise<{ report: string; faults: readonly string[] }> {
  const rows = contenders.map(() => new Map<string, SignalingLoadResult[]>());
  await using running = new AsyncDisposableStack();
  const targets: (SignalingTarget & { pids: number[] })[] = [];
  for (const contender of contenders) {
    const { child, port } = await startServer(contender.launch);
    running.use(child);
    targets.push(targetOf(contender, port, child.pid, options.isTls));
  }
  // Round 0 warms up the compilers and is not counted.
  for (let round = 0; round <= options.rounds; round++) {
    for (const load of options.loads) {
      for (let i = 0; i < contenders.length; i++) {
        const index = (i + round) % contenders.length;
        const target = targets[index];
        if (!target) continue;
        const result = await runLoad(load, target, options);
        if (round > 0) appendResult(rows[index], load, result);
      }
    }
  }
  const memory = await measureIdleMemoryOfEach(contenders, options);
  const results = contenders.map(({ name, predecessor }, i) => ({
    name,
    predecessor,
    loads: rows[i] ?? new Map(),
    kibPerIdleMember: memory[i] ?? NaN,
  }));
  return {
    report: formatComparison(results, options.loads),
    faults: collectFaults(results),
  };
}

function targetOf(
  contender: Contender,
  port: number,
  pid: number,
  isTls: boolean,
): SignalingTarget & { pids: number[] } {
  const subprotocol = contender.offersSubprotocol ? SUBPROTOCOL : null;
  return { port, pids: [pid], isTls, subprotocol };
}

function runLoad(
  load: string,
  target: SignalingTarget & { pids: number[] },
  timing: LoadTiming,
): Promise<SignalingLoadResult> {
  const closed = CLOSED_LOOPS[load];
  return closed
    ? runClosedLoop(target, closed, timing)
    : runOpenLoop(target, OPEN_LOOP, OPEN_LOOP_MESSAGES_PER_SECOND, timing);
}

function appendResult(
  row: Map<string, SignalingLoadResult[]> | undefined,
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
    memory.push(
      await measureIdleMemory(
        { ...target, pid: child.pid },
        options.idleMembers,
      ),
    );
  }
  return memory;
}

function collectFaults(
  contenders: readonly ContenderResults[],
): readonly string[] {
  return contenders.flatMap(({ name, loads }) =>
    [...loads].flatMap(([load, results]) =>
      results.flatMap(({ faults }) =>
        faults.map((f) => `${name}, ${load}: ${f}`)
      )
    )
  );
}
