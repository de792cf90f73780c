/**
 * `deno task bench [signaling|turn|client|files|join|library|start|links|members|noise|scale|size] [--rounds=N] [--seconds=S] [--tls=off|on|both] [--against=DIR] [--loads=rooms,fan,sdp,latency] [--mib=M] [--cases=direct,restart,key,members,relay-udp,relay-tcp,relay-tls] [--members=2,4] [--mbit=0.5,3] [--loss=0,8] [--delay=20] [--after=S] [--write] [--missing]`:
 * runs the named benchmarks, or all of them, and prints Markdown tables.
 * `--against` adds another checkout of Maru to the signaling benchmark, built
 * by its own `deno task build`. `--write` puts the rows of `links` into
 * `docs/links.md`, `--missing` skips those that are there, `--after` measures a
 * call that many seconds after all have joined. Exit 1 when a message was lost,
 * doubled or out of order, or a file arrived with wrong content.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { formatBundleSizeReport } from "./bundle_size.ts";
import { measureClient } from "./client/main.ts";
import { measureFiles } from "./files/main.ts";
import { JOIN_CASES, measureJoin } from "./join/main.ts";
import { measureLibraries } from "./library/main.ts";
import { applyUserPriority } from "../tests/e2e/harness/user_priority.ts";
import { type LinkMatrix, parseMatrix } from "./links/cells.ts";
import { measureLinks } from "./links/main.ts";
import { measureScale } from "./scale/main.ts";
import { createTemporaryCertificate } from "./signaling/certificate.ts";
import {
  compareServers,
  type Contender,
  LOAD_NAMES,
} from "./signaling/compare.ts";
import {
  bundleNaiveServer,
  createMaruLaunch,
  createNaiveLaunch,
  type PemFiles,
} from "./signaling/servers.ts";
import { measureMembers } from "./members/main.ts";
import { measureNoise } from "./noise/main.ts";
import { measureStart } from "./start/main.ts";
import { measureTurn } from "./turn/main.ts";

interface BenchOptions {
  /** Rounds of each benchmark; null is its own number. */
  readonly rounds: number | null;
  /** Measured seconds; null is the number of the benchmark. */
  readonly seconds: number | null;
  readonly tls: string;
  /** Folder of an earlier checkout of Maru, or null. */
  readonly against: string | null;
  /** Loads of the signaling benchmark. */
  readonly loads: readonly string[];
  /** Size of the file that is sent, in MiB. */
  readonly mib: number;
  /** Cases of the benchmark of joins. */
  readonly cases: readonly string[];
  /** Links and sizes of calls of the benchmark of links. */
  readonly matrix: LinkMatrix;
  /** Sizes of the calls of many members. */
  readonly callSizes: readonly number[];
  readonly writesRows: boolean;
  readonly skipsWritten: boolean;
  /** Age of the calls of the benchmark of links; null is its own number. */
  readonly afterSeconds: number | null;
}

/** Prints the tables of a benchmark and returns the faults. */
type Benchmark = (options: BenchOptions) => Promise<readonly string[]>;

const DEFAULT_ROUNDS = 5;
const DEFAULT_SECONDS = 1;
const JOIN_ROUNDS = 10;
const LIBRARY_ROUNDS = 10;
const START_ROUNDS = 3;
const LINKS_SECONDS = 12;
const LINKS_AFTER_SECONDS = 15;
const MEMBERS_SECONDS = 20;
const CALL_SIZES = [6, 8];
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
        {
          name: "ws on Node",
          launch: createNaiveLaunch(bundle, tls),
          offersSubprotocol: false,
        },
        ...createMaruContenders(folder, tls, options.against),
      ];
      const result = await compareServers(contenders, {
        isTls,
        rounds: options.rounds ?? DEFAULT_ROUNDS,
        idleMembers: IDLE_MEMBERS,
        warmMs: WARM_UP_MS,
        measureMs: (options.seconds ?? DEFAULT_SECONDS) * 1000,
        loads: options.loads,
      });
      console.log(`\n## Signaling, TLS ${mode}\n\n${result.report}`);
      faults.push(...result.faults);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return faults;
}

/** Maru with and without its subprotocol, each beside its predecessor. */
function createMaruContenders(
  folder: string,
  tls: PemFiles | null,
  against: string | null,
): Contender[] {
  return [true, false].flatMap((offersSubprotocol) => {
    const suffix = offersSubprotocol ? ", maru.v1" : "";
    const current: Contender = {
      name: `Maru${suffix}`,
      launch: createMaruLaunch(`${folder}/now-${offersSubprotocol}`, tls),
      offersSubprotocol,
    };
    if (against === null) return [current];
    const name = `Maru before${suffix}`;
    const launch = createMaruLaunch(
      `${folder}/before-${offersSubprotocol}`,
      tls,
      against,
    );
    return [
      { name, launch, offersSubprotocol },
      { ...current, predecessor: name },
    ];
  });
}

function measureBundleSize(): Promise<readonly string[]> {
  console.log(`\n## Bundle\n\n${formatBundleSizeReport()}`);
  return Promise.resolve([]);
}

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  signaling: measureSignaling,
  turn: ({ rounds, seconds }) =>
    measureTurn({
      rounds: rounds ?? DEFAULT_ROUNDS,
      seconds: seconds ?? DEFAULT_SECONDS,
    }),
  client: measureClient,
  files: measureFiles,
  join: ({ rounds, cases }) =>
    measureJoin({ rounds: rounds ?? JOIN_ROUNDS, cases }),
  library: ({ rounds }) =>
    measureLibraries({ rounds: rounds ?? LIBRARY_ROUNDS }),
  start: ({ rounds }) => measureStart({ rounds: rounds ?? START_ROUNDS }),
  links: (options) =>
    measureLinks({
      ...options,
      seconds: options.seconds ?? LINKS_SECONDS,
      afterSeconds: options.afterSeconds ?? LINKS_AFTER_SECONDS,
    }),
  members: ({ callSizes, seconds }) =>
    measureMembers({
      members: callSizes,
      seconds: seconds ?? MEMBERS_SECONDS,
    }),
  scale: ({ seconds }) => measureScale({ seconds: seconds ?? DEFAULT_SECONDS }),
  noise: measureNoise,
  size: measureBundleSize,
};

function parseOptions(args: readonly string[]): BenchOptions {
  const given = new Map(
    args.filter((arg) => arg.startsWith("--")).map((arg) => {
      const [name = "", value = ""] = arg.slice(2).split("=");
      return [name, value] as const;
    }),
  );
  const readNumber = (name: string) => {
    const text = given.get(name);
    return text === undefined ? null : Number(text);
  };
  return {
    rounds: readNumber("rounds"),
    seconds: readNumber("seconds"),
    tls: given.get("tls") ?? "both",
    against: given.get("against") ?? null,
    loads: given.get("loads")?.split(",") ?? LOAD_NAMES,
    mib: Number(given.get("mib") ?? 1024),
    cases: given.get("cases")?.split(",") ?? JOIN_CASES,
    matrix: parseMatrix(given),
    callSizes: given.has("members") ? parseMatrix(given).members : CALL_SIZES,
    writesRows: given.has("write"),
    skipsWritten: given.has("missing"),
    afterSeconds: readNumber("after"),
  };
}

if (import.meta.main) {
  await using _priority = await applyUserPriority();
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
