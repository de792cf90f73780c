/**
 * Transfer of a large file between two Chromiums that write to disk and hold a
 * call meanwhile, beside a bare data channel between the same two pages: rates,
 * the longest task of each page, the pictures of the call, and the memory of
 * the browsers.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import type { BrowserContext } from "../../tests/e2e/harness/packages.ts";
import { launchChromiumIn } from "../../tests/e2e/harness/browser.ts";
import { CallPage } from "../../tests/e2e/harness/call_page.ts";
import { ServerProcess } from "../../tests/e2e/harness/server_process.ts";
import {
  type BrowserMemory,
  measureBrowserMemory,
  readBrowserCpuSeconds,
} from "./browser_memory.ts";
import { hashFileOfSize, writeLargeFile } from "./large_file.ts";
import { formatFilesReport, type MemoryOfPages } from "./report.ts";
import {
  acceptFile,
  connectBare,
  measureCost,
  offerFile,
  PAGE_SCRIPTS,
  sendBare,
  type TransferCost,
  type TransferPages,
} from "./transfer_pages.ts";

/** Options of the benchmark. */
export interface FilesBenchOptions {
  /** Size of the file in MiB. */
  readonly mib: number;
}

const MIB = 1_048_576;
const FILE_NAME = "large.bin";
const SAMPLE_INTERVAL_MS = 500;
/** Time for the bitrate of the call to settle. */
const SETTLE_MS = 15_000;
const QUIET_MS = 5_000;
/** Share of the file by which a page may grow; a page that keeps the file grows by all of it. */
const MAX_GROWTH_FRACTION = 0.25;
/** A page grows by this much with a small file too. */
const MIN_GROWTH_MIB = 96;

/** Transfers the file, prints a table and returns what failed. */
export async function measureFiles(
  { mib }: FilesBenchOptions,
): Promise<readonly string[]> {
  const folder = await Deno.makeTempDir({ dir: "/tmp", prefix: "maru-bench-" });
  await using server = await ServerProcess.start();
  const key = await server.keyHash();
  const folders = [`${folder}/sender`, `${folder}/receiver`];
  const contexts: BrowserContext[] = [];
  try {
    for (const data of folders) {
      contexts.push(await launchChromiumIn(data, key, "small"));
    }
    const path = `${folder}/${FILE_NAME}`;
    const sha256 = await writeLargeFile(path, mib * MIB);
    const pages = await openCall(contexts, folders, server.origin);
    const { costs, memory } = await compareTransfers(
      pages,
      { path, mib },
      () => folders.map(measureBrowserMemory),
    );
    console.log(`\n## A file of ${mib} MiB\n`);
    console.log(formatFilesReport(mib, costs, memory));
    const saved = await hashFileOfSize(folders[1] ?? "", mib * MIB);
    return [
      ...saved === sha256
        ? []
        : ["The saved file differs from the one that was sent"],
      ...memory.most.some((most, i) =>
          most.pageMib - (memory.before[i]?.pageMib ?? 0) >
            Math.max(mib * MAX_GROWTH_FRACTION, MIN_GROWTH_MIB)
        )
        ? ["The memory of a page grew with the file"]
        : [],
    ];
  } finally {
    for (const context of contexts) await context.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function openCall(
  contexts: readonly BrowserContext[],
  folders: readonly string[],
  origin: string,
): Promise<TransferPages> {
  const pages: CallPage[] = [];
  for (const [i, context] of contexts.entries()) {
    await context.grantPermissions(["camera", "microphone"]);
    const page = await CallPage.openIn(context, i === 0 ? "Ada" : "Bob");
    for (const path of PAGE_SCRIPTS) await page.page.addInitScript({ path });
    await page.join(`${origin}/r/bench`);
    pages.push(page);
  }
  const [sender, receiver] = pages;
  if (!sender || !receiver) throw new TypeError("Two pages are needed");
  for (const page of pages) {
    await page.media({ peers: 1 });
    await page.get("chat-toggle").click();
  }
  const readCpuSeconds = () =>
    folders.reduce((sum, data) => sum + readBrowserCpuSeconds(data), 0);
  return { sender, receiver, readCpuSeconds };
}

/** The bare channel carries half of the bytes before the file, half after it. */
async function compareTransfers(
  pages: TransferPages,
  file: { readonly path: string; readonly mib: number },
  measureMemory: () => readonly BrowserMemory[],
): Promise<{
  costs: Readonly<Record<"quiet" | "maru", TransferCost>> & {
    readonly bare: readonly TransferCost[];
  };
  memory: MemoryOfPages;
}> {
  await delay(SETTLE_MS);
  const quiet = await measureCost(pages, () => delay(QUIET_MS));
  await connectBare(pages);
  const half = file.mib * MIB / 2;
  const sendHalf = () => measureCost(pages, () => sendBare(pages, half));
  const first = await sendHalf();
  await offerFile(pages, file.path);
  const before = measureMemory();
  let most = before;
  const timer = setInterval(() => {
    most = measureMemory().map((now, i) => ({
      pageMib: Math.max(now.pageMib, most[i]?.pageMib ?? 0),
      totalMib: Math.max(now.totalMib, most[i]?.totalMib ?? 0),
    }));
  }, SAMPLE_INTERVAL_MS);
  try {
    const maru = await measureCost(pages, () => acceptFile(pages, 0));
    const after = measureMemory();
    const bare = [first, await sendHalf()];
    return { costs: { quiet, maru, bare }, memory: { before, most, after } };
  } finally {
    clearInterval(timer);
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
