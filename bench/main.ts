/**
 * `deno task bench [signaling|turn|client|files|size] [--rounds=N] [--seconds=S] [--tls=off|on|both] [--mib=M]`:
 * measures what is named, or everything, and prints Markdown tables. Exit 1
 * when a message was lost, doubled or out of order, or a file was not right.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { formatBundleSizeReport } from "./bundle_size.ts";
import { measureClient } from "./client/main.ts";
import { measureFiles } from "./files/main.ts";
import { createTemporaryCertificate } from "./signaling/certificate.ts";
import { compareServers, type Contender } from "./signaling/compare.ts";
import {
  bundleNaiveServer,
  createMaruLaunch,
  createNaiveLaunch,
} from "./signaling/servers.ts";
import { measureTurn } from "./turn/main.ts";

interface BenchOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly tls: string;
  /** Size of the file that is sent, in MiB. */
  readonly mib: number;
}

/** A benchmark prints its tables and tells what was wrong. */
type Benchmark = (options: BenchOptions) => Promise<readonly string[]>;

const IDLE_MEMBERS = 2000;
const WARM_UP_MS = 150;

async function measureSignaling(
  options: BenchOptions,
): Promise<readonly string[]> {
  const folder = await Deno.makeTempDir({ dir: "/tmp", prefix: "maru-bench-" });
  const faults: string[] = [];
  try {
    const bundle = await bundleNaiveServer(folder);
    for (const mode of options.tls === "both" ? ["off", "on"] : [options.tls]) {
      const isTls = mode === "on";
      const tls = isTls ? await createTemporaryCertificate(folder) : null;
      const contenders: Contender[] = [
        { name: "ws on Node", launch: createNaiveLaunch(bundle, tls) },
        { name: "Maru, maru.v1", launch: createMaruLaunch(`${folder}/1`, tls) },
        { name: "Maru", launch: createMaruLaunch(`${folder}/2`, tls) },
      ].map((c) => ({ ...c, offersSubprotocol: c.name.endsWith("maru.v1") }));
      const result = await compareServers(contenders, {
        isTls,
        rounds: options.rounds,
        idleMembers: IDLE_MEMBERS,
        warmMs: WARM_UP_MS,
        measureMs: options.seconds * 1000,
      });
      console.log(`\n## Signaling, TLS ${mode}\n\n${result.report}`);
      faults.push(...result.faults);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return faults;
}

function measureBundleSize(): Promise<readonly string[]> {
  console.log(`\n## Bundle\n\n${formatBundleSizeReport()}`);
  return Promise.resolve([]);
}

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  signaling: measureSignaling,
  turn: measureTurn,
  client: measureClient,
  files: measureFiles,
  size: measureBundleSize,
};

function parseOptions(args: readonly string[]): BenchOptions {
  const given = new Map(
    args.filter((arg) => arg.startsWith("--")).map((arg) => {
      const [name = "", value = ""] = arg.slice(2).split("=");
      return [name, value] as const;
    }),
  );
  return {
    rounds: Number(given.get("rounds") ?? 5),
    seconds: Number(given.get("seconds") ?? 1),
    tls: given.get("tls") ?? "both",
    mib: Number(given.get("mib") ?? 1024),
  };
}

if (import.meta.main) {
  const named = Deno.args.filter((arg) => !arg.startsWith("--"));
  const faults: string[] = [];
  for (const name of named.length > 0 ? named : Object.keys(BENCHMARKS)) {
    const benchmark = BENCHMARKS[name];
    if (!benchmark) throw new TypeError(`No benchmark of this name: ${name}`);
    faults.push(...await benchmark(parseOptions(Deno.args)));
  }
  for (const fault of new Set(faults)) console.error(`FAULT ${fault}`);
  if (faults.length > 0) Deno.exitCode = 1;
}
