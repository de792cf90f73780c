/**
 * The loads: closed loop for throughput, open loop at a low rate for latency,
 * idle members for memory, and odd messages for correctness.
 *
 * @module
 */
import { cpuSeconds, machineSeconds, residentKb } from "../process_usage.ts";
import {
  Crowd,
  type CrowdShape,
  nowUs,
  openMembers,
  pause,
  type Target,
} from "./crowd.ts";
import { Member } from "./member.ts";

/** A closed loop: each talker sends again when all have got its last message. */
export interface ClosedLoop extends CrowdShape {
  /** Talkers of each room, from its first member on. */
  readonly talkers: number;
  /** Messages of one talker that may be on their way. */
  readonly window: number;
}

/** What one load showed. Shares are of one core. */
export interface LoadResult {
  readonly deliveredPerSecond: number;
  readonly cpuUsPerDelivery: number;
  readonly serverBusy: number;
  /** Near 1 the load generator bounds the rate; the CPU figure still holds. */
  readonly clientBusy: number;
  /** Cores that other programs kept busy: what makes the figures doubtful. */
  readonly othersBusy: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly faults: readonly string[];
}

/** How long a load warms up and is measured. */
export interface Timing {
  readonly warmMs: number;
  readonly measureMs: number;
}

const PACE_MS = 1;
const SETTLE_MS = 1_500;

/** Loads the server of process `pid` as fast as the loop goes. */
export async function closedLoop(
  target: Target & { readonly pid: number },
  load: ClosedLoop,
  timing: Timing,
): Promise<LoadResult> {
  const crowd = await Crowd.open(target, load);
  let isOver = false;
  crowd.onComplete = (sender) => {
    if (!isOver) crowd.send(sender);
  };
  for (let room = 0; room < load.rooms; room++) {
    for (let talker = 0; talker < load.talkers; talker++) {
      for (let i = 0; i < load.window; i++) {
        crowd.send(room * load.members + talker);
      }
    }
  }
  return await measure(crowd, target.pid, timing, () => {
    isOver = true;
  });
}

/** Sends `perSecond` messages a second over all members in turn. */
export async function openLoop(
  target: Target & { readonly pid: number },
  shape: CrowdShape,
  perSecond: number,
  timing: Timing,
): Promise<LoadResult> {
  const crowd = await Crowd.open(target, shape);
  const startUs = nowUs();
  let due = 0;
  const timer = setInterval(() => {
    const until = (nowUs() - startUs) * perSecond / 1e6;
    for (; due < until; due++) {
      const room = due % shape.rooms;
      const turn = Math.floor(due / shape.rooms) % shape.members;
      crowd.send(room * shape.members + turn);
    }
  }, PACE_MS);
  return await measure(crowd, target.pid, timing, () => clearInterval(timer));
}

async function measure(
  crowd: Crowd,
  pid: number,
  timing: Timing,
  finish: () => void,
): Promise<LoadResult> {
  await pause(timing.warmMs);
  crowd.latenciesUs.clear();
  const look = () => ({
    us: nowUs(),
    server: cpuSeconds(pid),
    client: cpuSeconds(Deno.pid),
    machine: machineSeconds(),
    delivered: crowd.delivered,
  });
  const before = look();
  await pause(timing.measureMs);
  const after = look();
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
  const othersSeconds = after.machine - before.machine - serverSeconds -
    clientSeconds;
  return {
    deliveredPerSecond: delivered / seconds,
    cpuUsPerDelivery: serverSeconds * 1e6 / delivered,
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
export async function idleMemory(
  target: Target & { readonly pid: number },
  count: number,
): Promise<number> {
  const lost: string[] = [];
  const before = residentKb(target.pid);
  const members = await openMembers(count, (index) =>
    Member.open({
      ...target,
      room: `idle-${Math.floor(index / 2)}`,
      onText: () => {},
      onLost: (why) => lost.push(why),
    }));
  await pause(SETTLE_MS);
  const after = residentKb(target.pid);
  if (lost.length > 0) throw new Error(`${lost.length} lost: ${lost[0]}`);
  await Promise.all(members.map((member) => member.close()));
  return (after - before) / count;
}
