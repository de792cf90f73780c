/**
 * One large file from page to page, in two Chromiums that write to the disk of
 * this machine: how fast it goes, what the memory of the browsers is before,
 * at most and after, and for how long the pages stood still.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { fileURLToPath } from "node:url";
import type { BrowserContext } from "playwright-core";
import { launchChromiumIn } from "../../tests/e2e/browser.ts";
import { CallPage } from "../../tests/e2e/call_page.ts";
import { ServerProcess } from "../../tests/e2e/server_process.ts";
import { formatNumber, formatTable } from "../signaling/report.ts";
import { type BrowserMemory, measureBrowserMemory } from "./browser_memory.ts";
import { hashFileOfSize, writeLargeFile } from "./large_file.ts";

/** What the benchmark can be told. */
export interface FilesBenchOptions {
  /** Size of the file in MiB. */
  readonly mib: number;
}

const FILE_SAVING_SCRIPT = new URL(
  "../../tests/e2e/file_saving.js",
  import.meta.url,
);
const FILE_NAME = "large.bin";
const SAMPLE_INTERVAL_MS = 500;
const TIMEOUT_MS = 600_000;
/** A page that keeps less than this part of the file does not keep the file. */
const MAX_GROWTH_FRACTION = 0.25;

/** Sends the file, prints a table, and tells what was wrong. */
export async function measureFiles(
  { mib }: FilesBenchOptions,
): Promise<readonly string[]> {
  const size = mib * 1_048_576;
  const folder = await Deno.makeTempDir({ dir: "/tmp", prefix: "maru-bench-" });
  await using server = await ServerProcess.start();
  const key = await server.keyHash();
  const folders = [`${folder}/sender`, `${folder}/receiver`];
  const contexts: BrowserContext[] = [];
  try {
    for (const data of folders) {
      contexts.push(await launchChromiumIn(data, key));
    }
    const sha256 = await writeLargeFile(`${folder}/${FILE_NAME}`, size);
    const pages = await Promise.all(contexts.map(openPage));
    const [sender, receiver] = pages;
    if (!sender || !receiver) throw new TypeError("Two pages are needed");
    for (const page of pages) await page.join(`${server.origin}/r/bench`);
    await Promise.all(pages.map((page) => page.get("tile").waitFor()));
    const look = () => folders.map(measureBrowserMemory);
    const before = look();
    const { seconds, most } = await transferFile(
      sender,
      receiver,
      `${folder}/${FILE_NAME}`,
      look,
    );
    const after = look();
    const still = await Promise.all(pages.map(readLongestTaskMs));
    printReport({ mib, seconds, before, most, after, still });
    const faults = await hashFileOfSize(folders[1] ?? "", size) === sha256
      ? []
      : ["The file on the receiver's disk is not the one that was sent"];
    const grown = most.filter((m, i) =>
      m.pageMib - (before[i]?.pageMib ?? 0) > mib * MAX_GROWTH_FRACTION
    );
    return grown.length === 0
      ? faults
      : [...faults, "A page grew with the file"];
  } finally {
    for (const context of contexts) await context.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function openPage(
  context: BrowserContext,
  index: number,
): Promise<CallPage> {
  const page = await CallPage.openIn(context, index === 0 ? "Ada" : "Bob");
  await page.page.addInitScript({ path: fileURLToPath(FILE_SAVING_SCRIPT) });
  await page.page.addInitScript(`
    globalThis.longestTaskMs = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        longestTaskMs = Math.max(longestTaskMs, duration);
      }
    }).observe({ entryTypes: ["longtask"] });`);
  return page;
}

async function readLongestTaskMs({ page }: CallPage): Promise<number> {
  return await page.evaluate<number>("longestTaskMs");
}

async function transferFile(
  sender: CallPage,
  receiver: CallPage,
  path: string,
  look: () => BrowserMemory[],
): Promise<{ seconds: number; most: BrowserMemory[] }> {
  for (const page of [sender, receiver]) await page.get("chat-toggle").click();
  await sender.get("file-input").setInputFiles(path);
  await receiver.get("file-accept").waitFor();
  await sender.page.evaluate("longestTaskMs = 0");
  await receiver.page.evaluate("longestTaskMs = 0");
  let most = look();
  const timer = setInterval(() => {
    most = look().map((now, i) => ({
      pageMib: Math.max(now.pageMib, most[i]?.pageMib ?? 0),
      totalMib: Math.max(now.totalMib, most[i]?.totalMib ?? 0),
    }));
  }, SAMPLE_INTERVAL_MS);
  try {
    const start = performance.now();
    await receiver.get("file-accept").click();
    await receiver.get("file-state").filter({ hasText: "checksum" })
      .waitFor({ timeout: TIMEOUT_MS });
    return { seconds: (performance.now() - start) / 1000, most };
  } finally {
    clearInterval(timer);
  }
}

function printReport(
  { mib, seconds, before, most, after, still }: {
    readonly mib: number;
    readonly seconds: number;
    readonly before: readonly BrowserMemory[];
    readonly most: readonly BrowserMemory[];
    readonly after: readonly BrowserMemory[];
    readonly still: readonly number[];
  },
): void {
  const rows = ["sender", "receiver"].map((name, i) => [
    name,
    ...[before, most, after].flatMap((looks) => [
      formatNumber(looks[i]?.pageMib ?? NaN),
      formatNumber(looks[i]?.totalMib ?? NaN),
    ]),
    formatNumber(still[i] ?? NaN),
  ]);
  console.log(`\n## A file of ${mib} MiB\n`);
  console.log(
    `${formatNumber(mib / seconds)} MiB/s (${formatNumber(seconds)} s)\n`,
  );
  console.log(formatTable([
    [
      "MiB of memory",
      "page before",
      "browser before",
      "page at most",
      "browser at most",
      "page after",
      "browser after",
      "longest task ms",
    ],
    ...rows,
  ]));
}
