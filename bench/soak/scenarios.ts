/**
 * Runs one scenario of `deno task soak`: an attack of `attacks.ts`, in a
 * process of its own, or a fault of `faults.ts`.
 *
 * @module
 */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ATTACKS, BURST_ATTACKS } from "./attacks.ts";
import { FAULTS } from "./faults.ts";
import { HealthyPair } from "./healthy_pair.ts";
import { type ProcessUse, SoakServer } from "./soak_server.ts";
import type { SoakBounds, SoakRow } from "./table.ts";

/** Time after an attack in which the server frees what it held. */
const COOL_DOWN_MS = 3_000;

/**
 * Latency that an attack adds to that of a pair on a server that nobody
 * attacks.
 */
const ADDED_P99_MS = 50;
const ADDED_BURST_P99_MS = 300;

/** A finished scenario. */
export interface SoakResult {
  readonly row: SoakRow;
  readonly bounds: SoakBounds;
}

/** Names of all scenarios, in the order of the table. */
export const SCENARIOS: readonly string[] = [
  ...Object.keys(ATTACKS),
  ...Object.keys(FAULTS),
];

/** Why a scenario cannot run on this machine, or null. */
export async function findMissing(name: string): Promise<string | null> {
  return await FAULTS[name]?.missing?.() ?? null;
}

/** Runs one scenario and returns its row and bounds. */
export async function runScenario(
  name: string,
  seconds: number,
): Promise<SoakResult> {
  const folder = await Deno.makeTempDir({ dir: "/tmp", prefix: "maru-soak-" });
  try {
    return Object.hasOwn(ATTACKS, name)
      ? await runAttack(name, folder, seconds)
      : await runFault(name, folder, seconds);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function runAttack(name: string, folder: string, seconds: number) {
  await using attacked = await SoakServer.start({
    dataDir: `${folder}/attacked`,
  });
  await using other = await SoakServer.start({ dataDir: `${folder}/other` });
  const pair = await HealthyPair.start(attacked);
  const controlPair = await HealthyPair.start(other);
  const before = attacked.readUse();
  const [warm, after] = [
    await attackAndRest(name, attacked, seconds / 2),
    await attackAndRest(name, attacked, seconds / 2),
  ];
  const [health, control] = await Promise.all([
    pair.stop(),
    controlPair.stop(),
  ]);
  const row: SoakRow = {
    name,
    p99Ms: health.p99Ms,
    controlP99Ms: control.p99Ms,
    maxMs: health.maxMs,
    lost: health.lost,
    lostSeats: health.disconnected,
    recoveryMs: 0,
    before,
    warm,
    after,
  };
  const bounds: SoakBounds = {
    addedP99Ms: BURST_ATTACKS.has(name) ? ADDED_BURST_P99_MS : ADDED_P99_MS,
    maxRecoveryMs: 0,
    mayLose: false,
  };
  return { row, bounds };
}

/** What the server uses some time after an attack. */
async function attackAndRest(
  name: string,
  server: SoakServer,
  seconds: number,
): Promise<ProcessUse> {
  await attack(name, server, seconds);
  await sleep(COOL_DOWN_MS);
  return server.readUse();
}

async function attack(
  name: string,
  { port, icePort }: SoakServer,
  seconds: number,
): Promise<void> {
  const script = fileURLToPath(new URL("attacks.ts", import.meta.url));
  const numbers = [port, seconds, icePort].map(String);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script, name, ...numbers],
    env: { DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
  }).spawn();
  const { code } = await child.status;
  if (code !== 0) throw new Error(`The attack "${name}" ended with ${code}`);
}

async function runFault(name: string, folder: string, seconds: number) {
  const fault = FAULTS[name];
  if (fault === undefined) throw new TypeError(`No scenario: ${name}`);
  const { pair, ...report } = await fault.run({ folder, seconds });
  const row: SoakRow = {
    name,
    ...report,
    warm: report.before,
    p99Ms: pair.p99Ms,
    controlP99Ms: null,
    maxMs: pair.maxMs,
    lost: pair.lost + pair.disordered,
    lostSeats: pair.lostSeats,
  };
  // Messages wait in the page while there is no server.
  const addedP99Ms = name.endsWith("in a loop") ? Infinity : ADDED_P99_MS;
  return { row, bounds: { ...fault, addedP99Ms } };
}
