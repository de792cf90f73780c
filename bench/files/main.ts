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
import { figure, table } from "../signaling/report.ts";
import { type BrowserMemory, browserMemory } from "./browser_memory.ts";
import { hashOfSize, writeLargeFile } from "./large_file.ts";

/** What the benchmark can be told. */
export interface FilesBenchOptions {
  /** Size of the file in MiB. */
  readonly mib: number;
}

const SAVING = new URL("../../tests/e2e/file_saving.js", import.meta.url);
const NAME = "large.bin";
const LOOK_MS = 500;
const TIMEOUT_MS = 600_000;
/** A page that keeps less than this part of the file does not keep the file. */
const MAX_GROWTH = 0.25;

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
    const sha256 = await writeLargeFile(`${folder}/${NAME}`, size);
    const pages = await Promise.all(contexts.map(openPage));
    const [sender, receiver] = pages;
    if (!sender || !receiver) throw new TypeError("Two pages are needed");
    for (const page of pages) await page.join(`${server.origin}/r/bench`);
    await Promise.all(pages.map((page) => page.get("tile").waitFor()));
    const look = () => folders.map(browserMemory);
    const before = look();
    const { seconds, most } = await send(
      sender,
      receiver,
      `${folder}/${NAME}`,
      look,
    );
    const after = look();
    const still = await Promise.all(pages.map(longestTask));
    report({ mib, seconds, before, most, after, still });
    const faults = await hashOfSize(folders[1] ?? "", size) === sha256
      ? []
      : ["The file on the receiver's disk is not the one that was sent"];
    const grown = most.filter((m, i) =>
      m.page - (before[i]?.page ?? 0) > mib * MAX_GROWTH
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
  await page.page.addInitScript({ path: fileURLToPath(SAVING) });
  await page.page.addInitScript(`
    globalThis.longestTaskMs = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        longestTaskMs = Math.max(longestTaskMs, duration);
      }
    }).observe({ entryTypes: ["longtask"] });`);
  return page;
}

async function longestTask({ page }: CallPage): Promise<number> {
  return await page.evaluate<number>("longestTaskMs");
}

async function send(
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
      page: Math.max(now.page, most[i]?.page ?? 0),
      all: Math.max(now.all, most[i]?.all ?? 0),
    }));
  }, LOOK_MS);
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

function report(
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
      figure(looks[i]?.page ?? NaN),
      figure(looks[i]?.all ?? NaN),
    ]),
    figure(still[i] ?? NaN),
  ]);
  console.log(`\n## A file of ${mib} MiB\n`);
  console.log(`${figure(mib / seconds)} MiB/s (${figure(seconds)} s)\n`);
  console.log(table([
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
