/**
 * `deno task networks [NAME...] [--cuts=3,10,60] [--browser=Chromium|Firefox]
 * [--workers=N]`: plays the cases whose names contain one of the words, or all,
 * and writes their rows into `docs/networks.md`. Exit 1 when one failed.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { parseArgs } from "node:util";
import { applyUserPriority } from "../e2e/harness/user_priority.ts";
import type { BrowserName } from "./lab_browser.ts";
import { canShapeLinks } from "./namespaces.ts";
import { NETWORK_CASES, type NetworkCase } from "./network_cases.ts";
import { NetworkCall } from "./network_call.ts";
import {
  CUT_SECONDS,
  formatRow,
  type NetworkFigures,
  replaceRows,
} from "./networks_table.ts";

const DOCUMENT = new URL("../../docs/networks.md", import.meta.url);
/** Time for a call to settle before it is disturbed. */
const SETTLE_MS = 4_000;
/** Time of a fault: of the loss, and until the other interface is used. */
const FAULT_MS = 10_000;

interface RunOptions {
  readonly cuts: readonly number[];
  readonly browser: BrowserName;
}

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Longest time without a picture during the fault of a case. */
async function measureFault(
  call: NetworkCall,
  fault: NonNullable<NetworkCase["fault"]>,
): Promise<number> {
  const { site } = call;
  const set = (isOn: boolean) =>
    fault === "loss" ? site.setLossy(isOn) : site.setCut(isOn);
  const sinceMs = Date.now();
  await set(true);
  await wait(FAULT_MS);
  const gapMs = await call.longestGapMs(sinceMs);
  await set(false);
  await wait(SETTLE_MS);
  return gapMs;
}

async function measureCase(
  network: NetworkCase,
  { cuts, browser }: RunOptions,
): Promise<NetworkFigures> {
  await using call = await NetworkCall.create(network, ["Chromium", browser]);
  const pictureMs = await call.pictureMs(await call.join());
  await wait(SETTLE_MS);
  const pair = await call.pair();
  const { fault } = network;
  const faultMs = fault ? await measureFault(call, fault) : null;
  const cutMs = new Map<number, number>();
  // Without the first interface the call goes on through the other one.
  for (const seconds of fault === "interface" ? [] : cuts) {
    await call.site.setCut(true);
    await wait(seconds * 1000);
    await call.site.setCut(false);
    const backMs = await call.pictureMs(Date.now()).catch(() => Infinity);
    cutMs.set(seconds, backMs);
    if (backMs === Infinity) break;
    await wait(SETTLE_MS);
  }
  return { network: network.name, browser, pair, pictureMs, cutMs, faultMs };
}

async function measureCases(
  cases: readonly NetworkCase[],
  options: RunOptions,
  workers: number,
): Promise<boolean> {
  const queue = [...cases];
  const rows = new Map<string, string>();
  let hasFailed = false;
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      try {
        const row = formatRow(await measureCase(next, options));
        rows.set(next.name, row);
        console.log(row);
      } catch (error) {
        hasFailed = true;
        console.log(`${next.name}: ${error}`);
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  const inOrder = cases.flatMap(({ name }) => rows.get(name) ?? []);
  const text = await Deno.readTextFile(DOCUMENT);
  await Deno.writeTextFile(DOCUMENT, replaceRows(text, inOrder));
  return !hasFailed;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      cuts: { type: "string", default: CUT_SECONDS.join() },
      browser: { type: "string", default: "Chromium" },
      workers: { type: "string", default: "1" },
    },
  });
  if (!await canShapeLinks()) throw new Error("The networks need root");
  const cases = NETWORK_CASES.filter(({ name }) =>
    positionals.length === 0 || positionals.some((word) => name.includes(word))
  );
  const browser = values.browser === "Firefox" ? "Firefox" : "Chromium";
  const cuts = values.cuts.split(",").filter(Boolean).map(Number);
  const workers = Number(values.workers);
  await using _priority = await applyUserPriority();
  if (!await measureCases(cases, { cuts, browser }, workers)) Deno.exitCode = 1;
}

if (import.meta.main) await main();
