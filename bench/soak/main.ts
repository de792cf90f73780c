/**
 * `deno task soak [NAME...] [--seconds=S]`: starts a server for each attack of
 * `attacks.ts`, or the named ones, runs the attack in a process of its own
 * beside a healthy pair, and prints the peak of the server's memory and what
 * the pair noticed. Exit 1 when a bound is broken.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { fileURLToPath } from "node:url";
import { serverArguments } from "../../tools/server_permissions.ts";
import { ChildServer, findFreePort } from "../../tools/server_process.ts";
import { parsePeakKib } from "../process_usage.ts";
import { ATTACKS, BURST_ATTACKS } from "./attacks.ts";
import { type HealthReport, HealthyPair } from "./healthy_pair.ts";

/**
 * Bounds of every row. SECURITY.md states the memory; the latency is what the
 * attack adds to that of a pair on a server that nobody attacks.
 */
const BOUNDS = {
  peakMib: 512,
  addedP99Ms: 50,
  addedBurstP99Ms: 300,
  lost: 0,
  disconnected: 0,
};

const COOL_DOWN_MS = 1_000;

interface Row {
  readonly peakMib: number;
  readonly health: HealthReport;
  /** What a pair on another server noticed meanwhile. */
  readonly control: HealthReport;
}

async function runAttack(name: string, seconds: number): Promise<Row> {
  const folder = await Deno.makeTempDir({ dir: "/tmp", prefix: "maru-soak-" });
  try {
    await using attacked = await startServer(`${folder}/attacked`);
    await using other = await startServer(`${folder}/other`);
    const pair = await HealthyPair.start(attacked.port);
    const controlPair = await HealthyPair.start(other.port);
    await attack(name, attacked.port, seconds);
    await new Promise((resolve) => setTimeout(resolve, COOL_DOWN_MS));
    const [health, control] = await Promise.all([
      pair.stop(),
      controlPair.stop(),
    ]);
    const status = Deno.readTextFileSync(`/proc/${attacked.pid}/status`);
    return { health, control, peakMib: parsePeakKib(status) / 1024 };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface SoakServer extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
}

async function startServer(dataDir: string): Promise<SoakServer> {
  const port = findFreePort();
  const child = await ChildServer.start({
    command: Deno.execPath(),
    args: serverArguments({ DATA_DIR: dataDir }),
    env: {
      PORT: String(port),
      HOST: "127.0.0.1",
      ICE: "off",
      DATA_DIR: dataDir,
    },
    isReady: (line) => line.includes(String(port)),
  });
  return {
    port,
    pid: child.pid,
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

async function attack(
  name: string,
  port: number,
  seconds: number,
): Promise<void> {
  const script = fileURLToPath(new URL("attacks.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script, name, String(port), String(seconds)],
    env: { DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
  }).spawn();
  const { code } = await child.status;
  if (code !== 0) throw new Error(`The attack "${name}" ended with ${code}`);
}

function isWithinBounds(
  name: string,
  { peakMib, health, control }: Row,
): boolean {
  const addedP99Ms = BURST_ATTACKS.has(name)
    ? BOUNDS.addedBurstP99Ms
    : BOUNDS.addedP99Ms;
  return peakMib <= BOUNDS.peakMib &&
    health.p99Ms - control.p99Ms <= addedP99Ms &&
    health.lost <= BOUNDS.lost && health.disconnected <= BOUNDS.disconnected;
}

function formatRow(name: string, row: Row): string {
  const { peakMib, health, control } = row;
  const cells = [
    name,
    peakMib.toFixed(0),
    health.p99Ms.toFixed(1),
    control.p99Ms.toFixed(1),
    health.maxMs.toFixed(1),
    health.lost,
    health.disconnected,
    isWithinBounds(name, row) ? "ok" : "BROKEN",
  ];
  return `| ${cells.join(" | ")} |`;
}

if (import.meta.main) {
  const named = Deno.args.filter((arg) => !arg.startsWith("--"));
  const option = Deno.args.find((arg) => arg.startsWith("--seconds="));
  const seconds = Number(option?.slice("--seconds=".length) ?? 10);
  console.log(
    "| attack | peak MiB | p99 ms | p99 without ms | max ms | lost | disconnected | |",
  );
  console.log("|---|---|---|---|---|---|---|---|");
  for (const name of named.length > 0 ? named : Object.keys(ATTACKS)) {
    if (!Object.hasOwn(ATTACKS, name)) {
      throw new TypeError(`No attack of this name: ${name}`);
    }
    const row = await runAttack(name, seconds);
    console.log(formatRow(name, row));
    if (!isWithinBounds(name, row)) Deno.exitCode = 1;
  }
}
