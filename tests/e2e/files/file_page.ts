/**
 * Sends, accepts and reads files on the pages of a test.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Locator } from "../harness/packages.ts";
import type { CallPage } from "../harness/call_page.ts";
import type { TestSession } from "../harness/test_session.ts";

const SAVING = fileURLToPath(new URL("file_saving.js", import.meta.url));

/** A received file. */
export interface SavedFile {
  readonly size: number;
  /** In hex. */
  readonly sha256: string;
}

/** A file on this machine to send. */
export interface TestFile extends SavedFile {
  readonly name: string;
  readonly path: string;
}

/** Makes a file of random bytes in a folder. */
export async function makeFile(
  folder: string,
  name: string,
  size: number,
): Promise<TestFile> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  }
  const path = `${folder}/${name}`;
  await Deno.writeFile(path, bytes);
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return { name, path, size, sha256: new Uint8Array(hash).toHex() };
}

/** Runs a test with a temporary folder. */
export async function withFolder(
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ dir: "/tmp", prefix: "maru-file-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * A member with an open chat whose save dialog is answered by the test, or
 * whose browser is changed by another script.
 */
export async function fileMember(
  session: TestSession,
  name: string,
  script?: string,
): Promise<CallPage> {
  const member = await session.page(name);
  await member.page.addInitScript(script ?? { path: SAVING });
  await member.join(session.room());
  await member.get("chat-toggle").click();
  await member.get("chat-input").waitFor();
  return member;
}

/** Chooses files with the button. */
export async function choose(
  page: CallPage,
  ...files: readonly TestFile[]
): Promise<void> {
  await page.get("file-input").setInputFiles(files.map(({ path }) => path));
}

/** The card of a file in the chat. */
export function card(page: CallPage, name: string): Locator {
  return page.page.locator(`[data-testid="file"][data-name="${name}"]`);
}

/** Waits until the card of a file shows a state for each receiver. */
export async function says(
  page: CallPage,
  name: string,
  ...states: readonly string[]
): Promise<void> {
  const found = card(page, name).getByTestId("file-state");
  for (const state of new Set(states)) {
    const count = states.filter((other) => other === state).length;
    await found.filter({ hasText: state }).nth(count - 1).waitFor();
  }
}

/** Accepts an offered file. */
export async function accept(page: CallPage, name: string): Promise<void> {
  await card(page, name).getByTestId("file-accept").click();
}

/** The written file, or null when there is none. */
export async function saved(
  page: CallPage,
  name: string,
): Promise<SavedFile | null> {
  const call = `maruSaved.saved(${JSON.stringify(name)})`;
  return await page.page.evaluate<SavedFile | null>(call);
}

/** Bytes that the scripts of a page hold after a garbage collection, buffers included. */
export async function liveBytes({ page }: CallPage): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const usage: Readonly<Record<string, number>> = await session.send(
    "Runtime.getHeapUsage",
  );
  await session.detach();
  const { usedSize = NaN, backingStorageSize = NaN } = usage;
  return usedSize + backingStorageSize;
}

/** Bytes of a file that were passed to its writer so far. */
export async function writtenBytes(
  page: CallPage,
  name: string,
): Promise<number> {
  const call = `maruSaved.written(${JSON.stringify(name)})`;
  return await page.page.evaluate<number>(call);
}
