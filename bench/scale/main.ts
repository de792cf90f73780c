/**
 * `deno task bench scale`: messages a second, delay and CPU of a message through
 * 1, 2 and 4 processes that share a Redis, with the members of a room at one
 * process and at different ones. Needs `redis-server`.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { ChildServer, findFreePort } from "../../tools/server_process.ts";
import type { LoadShape } from "../signaling/crowd.ts";
import {
  runClosedLoop,
  runOpenLoop,
  type SignalingLoadResult,
} from "../signaling/loads.ts";
import {
  createMaruLaunch,
  type RunningServer,
  startServer,
} from "../signaling/servers.ts";
import { formatScaleTable, type ScaleRow } from "./report.ts";

/** Options of the benchmark. */
export interface ScaleOptions {
  /** Duration of each measurement. */
  readonly seconds: number;
}

/** Where the members of a room are. */
type Placement = "one process" | "different processes";

interface ScaleCase {
  readonly processes: number;
  readonly placement: Placement;
  readonly hasRedis: boolean;
}

const CASES: readonly ScaleCase[] = [
  { processes: 1, placement: "one process", hasRedis: false },
  { processes: 1, placement: "one process", hasRedis: true },
  { processes: 2, placement: "one process", hasRedis: true },
  { processes: 2, placement: "different processes", hasRedis: true },
  { processes: 4, placement: "one process", hasRedis: true },
  { processes: 4, placement: "different processes", hasRedis: true },
];

/** Calls of four with the size of a description's part. */
const SHAPE: LoadShape = { rooms: 24, membersPerRoom: 4, messageBytes: 500 };
const CLOSED_LOOP = { ...SHAPE, talkers: 4, maxInFlight: 1 };
const OPEN_LOOP_PER_SECOND = 200;
const WARM_UP_MS = 500;

/** Measures every case, prints the table and returns the faults. */
export async function measureScale(
  { seconds }: ScaleOptions,
): Promise<readonly string[]> {
  const timing = { warmMs: WARM_UP_MS, measureMs: seconds * 1000 };
  const rows: ScaleRow[] = [];
  const faults: string[] = [];
  for (const each of CASES) {
    await using servers = await ScaleServers.start(each);
    const full = await runClosedLoop(servers.target, CLOSED_LOOP, timing);
    const calm = await runOpenLoop(
      servers.target,
      SHAPE,
      OPEN_LOOP_PER_SECOND,
      timing,
    );
    rows.push({ name: nameOf(each), full, calm });
    faults.push(...faultsOf(each, full), ...faultsOf(each, calm));
  }
  console.log(
    `\n## Several processes\n\n${formatScaleTable(rows, OPEN_LOOP_PER_SECOND)}`,
  );
  return faults;
}

function nameOf({ processes, placement, hasRedis }: ScaleCase): string {
  if (!hasRedis) return "1, without Redis";
  return processes === 1
    ? "1"
    : `${processes}, members of a room at ${placement}`;
}

function faultsOf(each: ScaleCase, { faults }: SignalingLoadResult): string[] {
  return faults.map((fault) => `scale, ${nameOf(each)}: ${fault}`);
}

/** The processes of one case. */
class ScaleServers implements AsyncDisposable {
  readonly #case: ScaleCase;
  readonly #folder: string;
  readonly #servers: RunningServer[] = [];
  #redis: ChildServer | null = null;

  private constructor(each: ScaleCase, folder: string) {
    this.#case = each;
    this.#folder = folder;
  }

  static async start(each: ScaleCase): Promise<ScaleServers> {
    const folder = await Deno.makeTempDir({
      dir: "/tmp",
      prefix: "maru-scale-",
    });
    const servers = new ScaleServers(each, folder);
    try {
      const env: Record<string, string> = each.hasRedis
        ? { REDIS_URL: await servers.#startRedis() }
        : {};
      for (let i = 0; i < each.processes; i++) {
        const launch = createMaruLaunch(`${folder}/${i}`, null);
        servers.#servers.push(
          await startServer({ ...launch, env: { ...launch.env, ...env } }),
        );
      }
    } catch (error) {
      await servers[Symbol.asyncDispose]();
      throw error;
    }
    return servers;
  }

  get target(): Parameters<typeof runClosedLoop>[0] {
    const ports = this.#servers.map(({ port }) => port);
    const isSpread = this.#case.placement === "different processes";
    const portOf = (member: number, room: number) =>
      ports[(isSpread ? member : room) % ports.length] ?? 0;
    return {
      port: ports[0] ?? 0,
      portOf,
      isTls: false,
      subprotocol: "maru.v1",
      joinsLater: true,
      pids: this.#servers.map(({ child }) => child.pid),
      ...(this.#redis === null ? {} : { storePid: this.#redis.pid }),
    };
  }

  async #startRedis(): Promise<string> {
    const port = findFreePort();
    this.#redis = await ChildServer.start({
      command: "redis-server",
      args: [
        ...["--port", String(port), "--bind", "127.0.0.1"],
        ...["--save", "", "--appendonly", "no"],
      ],
      env: {},
      isReady: (line) => line.includes("Ready to accept connections"),
    });
    return `redis://127.0.0.1:${port}/0`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { child } of this.#servers) await child.stop("SIGKILL");
    await this.#redis?.stop("SIGKILL");
    await Deno.remove(this.#folder, { recursive: true });
  }
}
