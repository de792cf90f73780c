/**
 * Two pages of a call that send each other a file, or bytes over a bare data
 * channel, and what the main threads and the pictures of the call notice.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { CallPage } from "../../tests/e2e/harness/call_page.ts";

/** Scripts that both pages run before their own. */
export const PAGE_SCRIPTS = [
  "../../tests/e2e/files/file_saving.js",
  "./bare_channel.js",
].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Deadline of one transfer. */
const TIMEOUT_MS = 600_000;

/** The two members. */
export interface TransferPages {
  readonly sender: CallPage;
  readonly receiver: CallPage;
  /** CPU seconds of both browsers so far. */
  readonly readCpuSeconds: () => number;
}

/** What one transfer, or a pause, did. */
export interface TransferCost {
  readonly seconds: number;
  /** CPU time of both browsers. */
  readonly cpuSeconds: number;
  /** Longest task of the main thread of sender and receiver, in ms; tasks below 50 ms count as 0. */
  readonly longestTaskMs: readonly number[];
  /** Frames of the call that sender and receiver decoded, per second. */
  readonly framesPerSecond: readonly number[];
}

/** Costs of the transfers of one run. */
export interface TransferCosts {
  /** The call alone. */
  readonly quiet: TransferCost;
  readonly maru: TransferCost;
  /** Two runs, each with half of the bytes. */
  readonly bare: readonly TransferCost[];
}

/** Runs `work` and measures what it cost. */
export async function measureCost(
  { sender, receiver, readCpuSeconds }: TransferPages,
  work: () => Promise<unknown>,
): Promise<TransferCost> {
  const pages = [sender, receiver];
  for (const { page } of pages) await page.evaluate("maruLongestTaskMs = 0");
  const before = await Promise.all(pages.map(readFrames));
  const cpuSeconds = readCpuSeconds();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const after = await Promise.all(pages.map(readFrames));
  return {
    seconds,
    cpuSeconds: readCpuSeconds() - cpuSeconds,
    longestTaskMs: await Promise.all(
      pages.map(({ page }) => page.evaluate<number>("maruLongestTaskMs")),
    ),
    framesPerSecond: after.map((frames, i) =>
      (frames - (before[i] ?? NaN)) / seconds
    ),
  };
}

async function readFrames(page: CallPage): Promise<number> {
  return (await page.stats())
    .reduce((sum, { framesDecoded }) => sum + framesDecoded, 0);
}

/** Connects the bare channel between the two pages. */
export async function connectBare(
  { sender, receiver }: TransferPages,
): Promise<void> {
  const offer = JSON.stringify(await sender.page.evaluate("maruBare.offer()"));
  const answer = JSON.stringify(
    await receiver.page.evaluate(`maruBare.answer(${offer})`),
  );
  await sender.page.evaluate(`maruBare.accept(${answer})`);
  await Promise.all(
    [sender, receiver].map(({ page }) => page.evaluate("maruBare.opened()")),
  );
}

/** Sends bytes over the bare channel. */
export async function sendBare(
  { sender, receiver }: TransferPages,
  bytes: number,
): Promise<void> {
  const received = receiver.page.evaluate(`maruBare.receive(${bytes})`);
  await sender.page.evaluate(`maruBare.send(${bytes})`);
  await received;
}

/** Offers a file; resolves when the receiver can accept it. */
export async function offerFile(
  { sender, receiver }: TransferPages,
  path: string,
): Promise<void> {
  await sender.get("file-input").setInputFiles(path);
  await receiver.get("file-accept").waitFor();
}

/** Accepts the offered file; resolves when it is complete. */
export async function acceptFile(
  { receiver }: TransferPages,
  complete: number,
): Promise<void> {
  await receiver.get("file-accept").click();
  await receiver.page.locator('[data-state="done"]').nth(complete)
    .waitFor({ timeout: TIMEOUT_MS });
}
