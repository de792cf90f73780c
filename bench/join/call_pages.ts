/**
 * The pages of one call, of Maru or bare, each with the probe that notes the
 * steps of a join.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type {
  Browser,
  BrowserContext,
  Page,
} from "../../tests/e2e/harness/packages.ts";
import { createJoinRound, type JoinRound, type Marks } from "./timeline.ts";

const pathOf = (name: string): string =>
  fileURLToPath(new URL(name, import.meta.url));

const PROBE = pathOf("join_probe.js");
const RELAY_SCRIPT = pathOf("../../tests/e2e/relay/relay_page.js");
/** Time for a lobby, or a call, to do what it does when it is open. */
const SETTLE_MS = 1_000;
/** Time for the pictures of a call to reach their full size: a bare call takes up to 25 s. */
const GROW_MS = 25_000;
/** Time between two ICE restarts: Maru handles changes of the network within 2 s together. */
const RESTART_INTERVAL_MS = 2_500;
const TIMEOUT_MS = 30_000;

/** Opens pages of one call and closes them together. */
export class CallPages implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #url: string;
  readonly #relayUrl: string | null;
  readonly #contexts: BrowserContext[] = [];
  readonly #pages: Page[] = [];

  /** @param relayUrl Pattern of the TURN URLs that Maru's pages are kept to, or null. */
  constructor(browser: Browser, url: string, relayUrl: string | null = null) {
    this.#browser = browser;
    this.#url = url;
    this.#relayUrl = relayUrl;
  }

  /** Opens one more page, joins, and waits for the pictures of all others. */
  async join(): Promise<JoinRound> {
    const context = await this.#browser.newContext({
      ignoreHTTPSErrors: true,
      locale: "en-US",
      viewport: { width: 960, height: 600 },
      permissions: ["camera", "microphone"],
    });
    this.#contexts.push(context);
    await context.addInitScript({ path: PROBE });
    if (this.#relayUrl !== null) {
      const pattern = JSON.stringify(this.#relayUrl);
      await context.addInitScript(`globalThis.maruRelayUrl = ${pattern}`);
      await context.addInitScript({ path: RELAY_SCRIPT });
    }
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    await page.goto(this.#url);
    const nameInput = page.getByTestId("name-input");
    await page.getByTestId("join").waitFor();
    if (await nameInput.count() > 0) await nameInput.fill("Ada");
    this.#pages.push(page);
    return await this.#press(page);
  }

  /** Reloads the last page, which joins again. */
  async rejoin(): Promise<JoinRound> {
    const page = this.#lastPage;
    await page.reload();
    await page.getByTestId("join").waitFor();
    return await this.#press(page);
  }

  /** Waits until the pictures have their full size. */
  async grow(): Promise<void> {
    await delay(GROW_MS);
  }

  /** Restarts ICE at the last page; milliseconds until the new pair is in use. */
  async restartIce(how: "restartIce" | "changeNetwork"): Promise<number> {
    await delay(RESTART_INTERVAL_MS);
    return await this.#lastPage.evaluate<number>(`joinProbe.${how}()`);
  }

  /** Closes all pages. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
  }

  get #lastPage(): Page {
    const page = this.#pages.at(-1);
    if (!page) throw new TypeError("No page is open");
    return page;
  }

  async #press(page: Page): Promise<JoinRound> {
    const others = this.#pages.filter((other) => other !== page);
    for (const other of others) await other.evaluate("joinProbe.reset()");
    await delay(SETTLE_MS);
    await page.getByTestId("join").click();
    const [newcomer, ...members] = await Promise.all([
      readMarks(page, others.length),
      ...others.map((other) => readMarks(other, 1)),
    ]);
    return createJoinRound(newcomer, members[0] ?? {});
  }
}

async function readMarks(page: Page, frames: number): Promise<Marks> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => timeout.reject(new Error("No picture came")),
    TIMEOUT_MS,
  );
  try {
    return await Promise.race([
      page.evaluate<Marks>(`joinProbe.joined(${frames})`),
      timeout.promise,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
