/**
 * Faults of the machine under a call: the process is killed or restarted, the
 * disk is full, the clock jumps, descriptors run out. Each changes one server,
 * while two members of a room send each other messages.
 *
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import net from "node:net";
import {
  IS_REDIS_MISSING,
  RedisServer,
} from "../../tests/fakes/redis_server.ts";
import { ReturningPair } from "./returning_pair.ts";
import { repeat, waitUntil } from "./repeat.ts";
import { type ProcessUse, SoakServer } from "./soak_server.ts";

const RECOVERY_LIMIT_MS = 30_000;

/** What a fault did. */
export interface FaultReport {
  readonly pair: Awaited<ReturnType<ReturningPair["stop"]>>;
  /** Longest time until the service was as before; null when it never was. */
  readonly recoveryMs: number | null;
  readonly before: ProcessUse;
  readonly after: ProcessUse;
}

/** How long a fault lasts, and where its files are. */
export interface FaultOptions {
  readonly folder: string;
  readonly seconds: number;
}

/** A fault, and what it may cost. */
export interface Fault {
  /** Longest recovery in milliseconds. */
  readonly maxRecoveryMs: number;
  /** True where messages on their way are lost, as after a crash. */
  readonly mayLose: boolean;
  /** Why it cannot run here, or null. */
  readonly missing?: () => Promise<string | null>;
  readonly run: (options: FaultOptions) => Promise<FaultReport>;
}

const BASE_ENV = { TLS: "off", ICE: "off" };

/** Every fault by the name of its row. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  "kill -9 in a loop": {
    maxRecoveryMs: 10_000,
    mayLose: true,
    run: (options) => restartAgain(options, "SIGKILL"),
  },
  "SIGTERM in a loop": {
    maxRecoveryMs: 10_000,
    mayLose: false,
    run: (options) => restartAgain(options, "SIGTERM"),
  },
  "disk full": { maxRecoveryMs: 2_000, mayLose: false, run: fillDisk },
  "clock set back and forward": {
    maxRecoveryMs: 2_000,
    mayLose: false,
    missing: async () =>
      await findFaketime() === null ? "Debian's faketime is missing" : null,
    run: moveClock,
  },
  "Redis stopped and started": {
    maxRecoveryMs: 10_000,
    mayLose: false,
    missing: () =>
      Promise.resolve(
        IS_REDIS_MISSING ? "Debian's redis-server is missing" : null,
      ),
    run: stopRedis,
  },
  "descriptors used up": {
    maxRecoveryMs: 2_000,
    mayLose: false,
    run: useUpDescriptors,
  },
};

/** Ends the server and starts the next one, every three seconds. */
async function restartAgain(
  { folder, seconds }: FaultOptions,
  signal: Deno.Signal,
): Promise<FaultReport> {
  const options = { dataDir: folder, env: BASE_ENV };
  let server = await SoakServer.start(options);
  try {
    const pair = await ReturningPair.start(server.port);
    const before = server.readUse();
    let recoveryMs: number | null = 0;
    await repeat(seconds, 3_000, async () => {
      const startMs = performance.now();
      await server.stop(signal);
      server = await SoakServer.start({ ...options, port: server.port });
      const isBack = await waitUntil(() => pair.isOpen, RECOVERY_LIMIT_MS);
      recoveryMs = longer(
        recoveryMs,
        isBack === null ? null : performance.now() - startMs,
      );
    });
    return await reportOf(server, pair, { before, recoveryMs });
  } finally {
    await server.stop("SIGKILL");
  }
}

/** Fills the disk of `DATA_DIR`, a small one, and changes rooms meanwhile. */
async function fillDisk(
  { folder, seconds }: FaultOptions,
): Promise<FaultReport> {
  await using server = await SoakServer.start({
    dataDir: folder,
    env: BASE_ENV,
    before: `mount -t tmpfs -o size=4m,mode=700 maru "${folder}"`,
  });
  const pair = await ReturningPair.start(server.port);
  const before = server.readUse();
  const inside = (script: string) =>
    new Deno.Command("nsenter", {
      args: ["-t", String(server.pid), "-m", "sh", "-c", script],
      stderr: "null",
    }).output();
  await inside(`cat /dev/zero > "${folder}/filler"`);
  await repeat(seconds, 200, () => pair.changeRoom());
  await inside(`rm "${folder}/filler"`);
  const recoveryMs = await waitUntil(
    () => server.isHealthy(),
    RECOVERY_LIMIT_MS,
  );
  return await reportOf(server, pair, { before, recoveryMs });
}

/** Sets the clock an hour back, two forward, and right again. */
async function moveClock(
  { folder, seconds }: FaultOptions,
): Promise<FaultReport> {
  const clock = `${folder}/clock`;
  const setClock = async (offset: string) => {
    await Deno.writeTextFile(`${clock}.new`, `${offset}\n`);
    await Deno.rename(`${clock}.new`, clock);
  };
  await setClock("+0");
  await using server = await SoakServer.start({
    dataDir: `${folder}/data`,
    env: {
      ...BASE_ENV,
      LD_PRELOAD: await findFaketime() ?? "",
      FAKETIME_TIMESTAMP_FILE: clock,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    },
  });
  const pair = await ReturningPair.start(server.port);
  const before = server.readUse();
  let recoveryMs: number | null = 0;
  for (const offset of ["-1h", "+1h", "+0"]) {
    await setClock(offset);
    const tookMs = await waitUntil(() => server.isHealthy(), RECOVERY_LIMIT_MS);
    recoveryMs = longer(recoveryMs, tookMs);
    await sleep(seconds * 1000 / 3);
  }
  return await reportOf(server, pair, { before, recoveryMs });
}

/** Stops Redis under a room whose members are all here, and starts it empty. */
async function stopRedis(
  { folder, seconds }: FaultOptions,
): Promise<FaultReport> {
  await using redis = await RedisServer.open();
  await using server = await SoakServer.start({
    dataDir: folder,
    env: { ...BASE_ENV, REDIS_URL: redis.url },
  });
  const pair = await ReturningPair.start(server.port);
  const before = server.readUse();
  await redis.stop();
  await sleep(seconds * 1000);
  await redis.start();
  const recoveryMs = await waitUntil(
    () => server.isHealthy("/readyz"),
    RECOVERY_LIMIT_MS,
  );
  return await reportOf(server, pair, { before, recoveryMs });
}

/** Lowers the limit of open files, and opens connections until none is left. */
async function useUpDescriptors(
  { folder, seconds }: FaultOptions,
): Promise<FaultReport> {
  await using server = await SoakServer.start({
    dataDir: folder,
    env: { ...BASE_ENV, MAX_CONNECTIONS_PER_IP: "1000" },
  });
  const pair = await ReturningPair.start(server.port);
  const before = server.readUse();
  const limit = before.descriptors + 20;
  await new Deno.Command("prlimit", {
    args: ["--pid", String(server.pid), `--nofile=${limit}:${limit}`],
  }).output();
  let recoveryMs: number | null = 0;
  await repeat(seconds, 1_500, async () => {
    const clients = Array.from({ length: 200 }, () => {
      const client = net.connect({ host: "127.0.0.1", port: server.port });
      client.on("error", () => client.destroy());
      return client;
    });
    await sleep(500);
    for (const client of clients) client.destroy();
    const tookMs = await waitUntil(() => server.isHealthy(), RECOVERY_LIMIT_MS);
    recoveryMs = longer(recoveryMs, tookMs);
  });
  return await reportOf(server, pair, { before, recoveryMs });
}

/** Ends the pair, and adds what the server uses afterwards. */
async function reportOf(
  server: SoakServer,
  pair: ReturningPair,
  begun: Pick<FaultReport, "before" | "recoveryMs">,
): Promise<FaultReport> {
  return { ...begun, pair: await pair.stop(), after: server.readUse() };
}

/** The longer of two times; null stands for one that never ended. */
function longer(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}

/** Debian's library; null where it is missing. */
async function findFaketime(): Promise<string | null> {
  for await (const { name } of Deno.readDir("/usr/lib")) {
    const path = `/usr/lib/${name}/faketime/libfaketimeMT.so.1`;
    if (await Deno.stat(path).then(() => true, () => false)) return path;
  }
  return null;
}
