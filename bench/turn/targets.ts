/**
 * Servers to measure, each in a process of its own.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** Shared secret of all targets. */
export const BENCH_SECRET = "bench";

/** Line that a target prints when it listens. */
export const READY_LINE = "ready\n";

/** A running target. */
export interface TurnTarget {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  /** False for the bare forwarder. */
  readonly isTurn: boolean;
  stop(): Promise<void>;
}

const HERE = fileURLToPath(new URL(".", import.meta.url));
const FIRST_PORT = 14_000;

/** Starts every target that this machine can run. */
export async function startTargets(): Promise<TurnTarget[]> {
  const deno = (script: string, ...args: string[]) => [
    Deno.execPath(),
    "run",
    "-A",
    "--unstable-net",
    `--config=${HERE}../../deno.json`,
    `${HERE}${script}`,
    ...args,
  ];
  const port = (index: number) => String(FIRST_PORT + index);
  const targets: TurnTarget[] = [];
  const add = async (...args: Parameters<typeof startTarget>) => {
    targets.push(await startTarget(...args));
  };
  try {
    await add("bare", 0, false, deno("bare.ts", port(0)));
    await add("maru", 1, true, deno("maru.ts", "deno", port(1)));
    if (Deno.build.os === "linux") {
      await add("maru ffi", 2, true, deno("maru.ts", "ffi", port(2)));
    }
    if (await isInstalled("turnserver")) {
      await add("coturn", 3, true, coturnCommand(port(3)), false);
    }
  } catch (error) {
    for (const target of targets) await target.stop();
    throw error;
  }
  return targets;
}

function coturnCommand(port: string): string[] {
  return [
    ...["turnserver", "-n", "--listening-ip=127.0.0.1"],
    ...["--relay-ip=127.0.0.1", `--listening-port=${port}`, "--realm=bench"],
    ...["--allow-loopback-peers", "--use-auth-secret", "--relay-threads=1"],
    ...[
      `--static-auth-secret=${BENCH_SECRET}`,
      "--no-tls",
      "--no-dtls",
      "--no-cli",
    ],
    ...["--min-port=30000", "--max-port=39999", "--log-file=/dev/null"],
    ...["--no-rfc5780", "--no-stdout-log", "--pidfile=/dev/null"],
    "--no-software-attribute",
  ];
}

async function isInstalled(program: string): Promise<boolean> {
  try {
    await new Deno.Command(program, {
      args: ["--version"],
      stdout: "null",
      stderr: "null",
    }).output();
    return true;
  } catch {
    return false;
  }
}

async function startTarget(
  name: string,
  index: number,
  isTurn: boolean,
  [command = "", ...args]: string[],
  printsReady = true,
): Promise<TurnTarget> {
  const child = new Deno.Command(command, {
    args,
    stdout: printsReady ? "piped" : "null",
    stderr: "inherit",
  }).spawn();
  if (printsReady) {
    const reader = child.stdout.getReader();
    const { value } = await reader.read();
    if (new TextDecoder().decode(value) !== READY_LINE) {
      throw new Error(`${name} did not start`);
    }
    reader.cancel().catch(() => {});
  } else await new Promise((resolve) => setTimeout(resolve, 1500));
  return {
    name,
    port: FIRST_PORT + index,
    pid: child.pid,
    isTurn,
    stop: async () => {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

/** Reads the CPU seconds of a process, all threads, with nanosecond resolution. */
export function readCpuSeconds(pid: number): number {
  let nanoseconds = 0;
  for (const { name } of Deno.readDirSync(`/proc/${pid}/task`)) {
    const path = `/proc/${pid}/task/${name}/schedstat`;
    nanoseconds += Number(Deno.readTextFileSync(path).split(" ")[0]);
  }
  return nanoseconds / 1e9;
}
