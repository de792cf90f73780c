/**
 * maru.js beside PeerJS with its server, simple-peer with a plain WebSocket and
 * Trystero with a local Nostr relay: size of what a page loads, and time from
 * the call that joins to the first message and the first frame of the other
 * member. Interleaved in one run and in one browser.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { fileURLToPath } from "node:url";
import { launchChromium } from "../../tests/e2e/harness/browser.ts";
import type { Browser, Page } from "../../tests/e2e/harness/packages.ts";
import { ServerProcess } from "../../tests/e2e/harness/server_process.ts";
import { ChildServer, findFreePort } from "../../tools/server_process.ts";
import { formatLibraryTable, type LibraryRound } from "./library_table.ts";

/** Options of the benchmark. */
export interface LibraryBenchOptions {
  readonly rounds: number;
}

const LIBRARIES: Readonly<Record<string, string>> = {
  maru: "maru.js",
  peerjs: "PeerJS 1.5.5, peer 1.0.2",
  simple_peer: "simple-peer 9.11.1, WebSocket",
  trystero: "Trystero 0.25.4, Nostr relay",
};
/** Pauses before a join, for what the pages do once they are open. */
const SETTLE_MS = 500;
const TIMEOUT_MS = 30_000;

interface Setup {
  readonly browser: Browser;
  /** URL of a page, without what differs between the libraries. */
  readonly url: string;
}

/** Measures all libraries and prints their table; what did not connect is a fault. */
export async function measureLibraries(
  { rounds }: LibraryBenchOptions,
): Promise<readonly string[]> {
  const port = findFreePort();
  const peerPort = findFreePort();
  await using others = await startOthers(port, peerPort);
  const origin = `http://localhost:${port}`;
  await using server = await ServerProcess.start({
    env: { TLS: "off", ALLOWED_ORIGINS: origin },
  });
  await using browser = await launchChromium("fake");
  const url = `${origin}/?peer=${peerPort}&server=${server.origin}`;
  const results = new Map<string, LibraryRound[]>();
  const faults: string[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [library, name] of Object.entries(LIBRARIES)) {
      try {
        const measured = await measureRound({ browser, url }, library);
        results.set(name, [...results.get(name) ?? [], measured]);
      } catch (error) {
        faults.push(`library: ${name} did not connect: ${error}`);
      }
    }
  }
  console.log(`\n## maru.js beside others, ${rounds} rounds\n`);
  console.log(formatLibraryTable(results));
  void others;
  return faults;
}

async function startOthers(
  port: number,
  peerPort: number,
): Promise<ChildServer> {
  const program = fileURLToPath(new URL("bench_server.ts", import.meta.url));
  return await ChildServer.start({
    command: Deno.execPath(),
    args: [
      ...["run", "-A", "--no-check", "--lock=tests/deno.lock", program],
      ...[port, peerPort].map(String),
    ],
    env: {},
    isReady: (line) => line.includes(`Listening on ${port}`),
  });
}

/** One join with data only and one with camera and microphone. */
async function measureRound(
  setup: Setup,
  library: string,
): Promise<LibraryRound> {
  const data = await measureJoin(setup, library, "");
  const media = await measureJoin(setup, library, "&media");
  return {
    bytes: media.bytes,
    messageMs: data.messageMs,
    mediaMessageMs: media.messageMs,
    frameMs: media.frameMs ?? NaN,
  };
}

interface Join {
  readonly bytes: number;
  readonly messageMs: number;
  readonly frameMs: number | null;
}

async function measureJoin(
  { browser, url }: Setup,
  library: string,
  suffix: string,
): Promise<Join> {
  const room = `bench-${crypto.randomUUID()}`;
  const address = `${url}&library=${library}${suffix}`;
  await using pages = new AsyncDisposableStack();
  const first = await openPage(browser, `${address}&first`, pages);
  await first.page.evaluate(`libraryBench.enter("${room}")`);
  const second = await openPage(browser, address, pages);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const times = await withTimeout(
    second.page.evaluate<Omit<Join, "bytes">>(`libraryBench.join("${room}")`),
  );
  return { ...times, bytes: await second.countBytes() };
}

interface BenchPage {
  readonly page: Page;
  /** Compressed bytes of the scripts so far, without those of the benchmark. */
  countBytes(): Promise<number>;
}

async function openPage(
  browser: Browser,
  address: string,
  stack: AsyncDisposableStack,
): Promise<BenchPage> {
  const context = await browser.newContext({
    permissions: ["camera", "microphone"],
  });
  stack.defer(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  const sizes: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    const { pathname } = new URL(request.url());
    if (request.resourceType() !== "script") return;
    if (pathname.startsWith("/pages/")) return;
    sizes.push(request.sizes().then((size) => size.responseBodySize));
  });
  await page.goto(address);
  await page.waitForFunction("globalThis.libraryBench !== undefined");
  return {
    page,
    countBytes: async () =>
      (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0),
  };
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => timeout.reject(new Error("Nothing arrived")),
    TIMEOUT_MS,
  );
  try {
    return await Promise.race([work, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
