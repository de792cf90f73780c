/**
 * The loads: closed loop for throughput, open loop at a low rate for latency,
 * idle members for memory.
 *
 * @module
 */
import {
  readMachineCpuSeconds,
  readProcessCpuSeconds,
  readResidentKib,
} from "../process_usage.ts";
import {
  LoadGenerator,
  type LoadShape,
  nowUs,
  openMembers,
  type SignalingTarget,
  sleep,
} from "./crowd.ts";
import { LoadMember } from "./member.ts";

/**
 * A closed loop: a talker sends again when every member has its last message.
 */
export interface ClosedLoopShape extends LoadShape {
  /** Talkers of each room, from its first member on. */
  readonly talkers: number;
  /** Undelivered messages of one talker. */
  readonly maxInFlight: number;
}

/** Result of one load; the busy values are in cores. */
export interface SignalingLoadResult {
  readonly deliveredPerSecond: number;
  readonly cpuUsPerDelivery: number;
  /** CPU of the shared store; 0 without one. */
  readonly storeUsPerDelivery: number;
  readonly serverBusy: number;
  /**
   * Near 1 the load generator limits the rate; the CPU figure is still valid.
   */
  readonly clientBusy: number;
  /** Cores used by other programs, which disturb the figures. */
  readonly othersBusy: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly faults: readonly string[];
}

/** Duration of the warm-up and of the measurement. */
export interface LoadTiming {
  readonly warmMs: number;
  readonly measureMs: number;
}

const SEND_INTERVAL_MS = 1;
const SETTLE_MS = 1_500;

/** Processes whose CPU time is measured. */
export interface MeasuredProcesses {
  /** Servers. */
  readonly pids: readonly number[];
  /** The store that they share, if there is one. */
  readonly storePid?: number;
}

/** Loads the servers with a closed loop. */
export async function runClosedLoop(
  target: SignalingTarget & MeasuredProcesses,
  load: ClosedLoopShape,
  timing: LoadTiming,
): Promise<SignalingLoadResult> {
  const crowd = await LoadGenerator.open(target, load);
  let isOver = false;
  crowd.onComplete = (sender) => {
    if (!isOver) crowd.send(sender);
  };
  for (let room = 0; room < load.rooms; room++) {
    for (let talker = 0; talker < load.talkers; talker++) {
      for (let i = 0; i < load.maxInFlight; i++) {
        crowd.send(room * load.membersPerRoom + talker);
      }
    }
  }
  return await measureLoad(crowd, target, timing, () => {
    isOver = true;
  });
}

/** Sends `perSecond` messages a second, from all members in turn. */
export async function runOpenLoop(
  target: SignalingTarget & MeasuredProcesses,
  shape: LoadShape,
  perSecond: number,
  timing: LoadTiming,
): Promise<SignalingLoadResult> {
  const crowd = await LoadGenerator.open(target, shape);
  const startUs = nowUs();
  let due = 0;
  const timer = setInterval(() => {
    const until = (nowUs() - startUs) * perSecond / 1e6;
    for (; due < until; due++) {
      const room = due % shape.rooms;
      const turn = Math.floor(due / shape.rooms) % shape.membersPerRoom;
      crowd.send(room * shape.membersPerRoom + turn);
    }
  }, SEND_INTERVAL_MS);
  return await measureLoad(
    crowd,
    target,
    timing,
    () => clearInterval(timer),
  );
}

async function measureLoad(
  crowd: LoadGenerator,
  { pids, storePid }: MeasuredProcesses,
  timing: LoadTiming,
  finish: () => void,
): Promise<SignalingLoadResult> {
  await sleep(timing.warmMs);
  crowd.latenciesUs.clear();
  const takeSample = () => ({
    us: nowUs(),
    server: pids.reduce((sum, pid) => sum + readProcessCpuSeconds(pid), 0),
    store: storePid === undefined ? 0 : readProcessCpuSeconds(storePid),
    client: readProcessCpuSeconds(Deno.pid),
    machine: readMachineCpuSeconds(),
    delivered: crowd.delivered,
  });
  const before = takeSample();
  await sleep(timing.measureMs);
  const after = takeSample();
  const [p50Us, p99Us, p999Us] = [0.5, 0.99, 0.999].map((q) =>
    crowd.latenciesUs.quantile(q)
  );
  finish();
  const faults = await crowd.drain();
  await crowd.close();
  const seconds = (after.us - before.us) / 1e6;
  const delivered = after.delivered - before.delivered;
  const serverSeconds = after.server - before.server;
  const clientSeconds = after.client - before.client;
  const storeSeconds = after.store - before.store;
  const othersSeconds = after.machine - before.machine - serverSeconds -
    storeSeconds - clientSeconds;
  return {
    deliveredPerSecond: delivered / seconds,
    cpuUsPerDelivery: serverSeconds * 1e6 / delivered,
    storeUsPerDelivery: storeSeconds * 1e6 / delivered,
    serverBusy: serverSeconds / seconds,
    clientBusy: clientSeconds / seconds,
    othersBusy: othersSeconds / seconds,
    p50Us: p50Us ?? NaN,
    p99Us: p99Us ?? NaN,
    p999Us: p999Us ?? NaN,
    faults,
  };
}

/** KiB of server memory that one idle member costs, in rooms of two. */
export async function measureIdleMemory(
  target: SignalingTarget & { readonly pid: number },
  count: number,
): Promise<number> {
  const lost: string[] = [];
  const before = readResidentKib(target.pid);
  const members = await openMembers(count, (index) =>
    LoadMember.open({
      ...target,
      room: `idle-${Math.floor(index / 2)}`,
      onText: () => {},
      onLost: (reason) => lost.push(reason),
    }));
  await sleep(SETTLE_MS);
  const after = readResidentKib(target.pid);
  if (lost.length > 0) throw new Error(`${lost.length} lost: ${lost[0]}`);
  await Promise.all(members.map((member) => member.close()));
  return (after - before) / count;
}
