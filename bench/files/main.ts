/**
 * Transfer of one large file between two Chromiums that write to disk: its
 * rate, the memory of the browsers before, at most and after, and the longest
 * task of each page.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { fileURLToPath } from "node:url";
import type { BrowserContext } from "../../tests/e2e/harness/packages.ts";
import { launchChromiumIn } from "../../tests/e2e/harness/browser.ts";
import { CallPage } from "../../tests/e2e/harness/call_page.ts";
import { ServerProcess } from "../../tests/e2e/harness/server_process.ts";
import { formatNumber, formatTable } from "../signaling/report.ts";
import { type BrowserMemory, measureBrowserMemory } from "./browser_memory.ts";
import { hashFileOfSize, writeLargeFile } from "./large_file.ts";

/** Options of the benchmark. */
export interface FilesBenchOptions {
  /** Size of the file in MiB. */
  readonly mib: number;
}

const FILE_SAVING_SCRIPT = new URL(
  "../../tests/e2e/files/file_saving.js",
  import.meta.url,
);
const FILE_NAME = "large.bin";
const SAMPLE_INTERVAL_MS = 500;
const TIMEOUT_MS = 600_000;
/** Share of the file by which a page may grow; a page that keeps the file grows by all of it. */
const MAX_GROWTH_FRACTION = 0.25;

/** Transfers the file and prints a table; returns what failed. */
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
    const measureMemory = () => folders.map(measureBrowserMemory);
    const before = measureMemory();
    const { seconds, most } = await transferFile(
      sender,
      receiver,
      `${folder}/${FILE_NAME}`,
      measureMemory,
    );
    const after = measureMemory();
    const longestTaskMs = await Promise.all(pages.map(readLongestTaskMs));
    printReport({ mib, seconds, before, most, after, longestTaskMs });
    const failures = await hashFileOfSize(folders[1] ?? "", size) === sha256
      ? []
      : ["The saved file differs from the one that was sent"];
    const grown = most.filter((m, i) =>
      m.pageMib - (before[i]?.pageMib ?? 0) > mib * MAX_GROWTH_FRACTION
    );
    return grown.length === 0
      ? failures
      : [...failures, "The memory of a page grew with the file"];
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
  measureMemory: () => BrowserMemory[],
): Promise<{ seconds: number; most: BrowserMemory[] }> {
  for (const page of [sender, receiver]) await page.get("chat-toggle").click();
  await sender.get("file-input").setInputFiles(path);
  await receiver.get("file-accept").waitFor();
  await sender.page.evaluate("longestTaskMs = 0");
  await receiver.page.evaluate("longestTaskMs = 0");
  let most = measureMemory();
  const timer = setInterval(() => {
    most = measureMemory().map((now, i) => ({
      pageMib: Math.max(now.pageMib, most[i]?.pageMib ?? 0),
      totalMib: Math.max(now.totalMib, most[i]?.totalMib ?? 0),
    }));
  }, SAMPLE_INTERVAL_MS);
  try {
    const start = performance.now();
    await receiver.get("file-accept").click();
    await receiver.page.locator('[data-state="done"]')
      .waitFor({ timeout: TIMEOUT_MS });
    return { seconds: (performance.now() - start) / 1000, most };
  } finally {
    clearInterval(timer);
  }
}

function printReport(
  { mib, seconds, before, most, after, longestTaskMs }: {
    readonly mib: number;
    readonly seconds: number;
    readonly before: readonly BrowserMemory[];
    readonly most: readonly BrowserMemory[];
    readonly after: readonly BrowserMemory[];
    readonly longestTaskMs: readonly number[];
  },
): void {
  const rows = ["sender", "receiver"].map((name, i) => [
    name,
    ...[before, most, after].flatMap((memory) => [
      formatNumber(memory[i]?.pageMib ?? NaN),
      formatNumber(memory[i]?.totalMib ?? NaN),
    ]),
    formatNumber(longestTaskMs[i] ?? NaN),
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
