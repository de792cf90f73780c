/**
 * A call of two members in a case of the matrix: who connects by which pair,
 * and when pictures move.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { CallPage } from "../e2e/harness/call_page.ts";
import { type BrowserName, launchIn } from "./lab_browser.ts";
import { startLabServer } from "./lab_server.ts";
import type { NetworkCase } from "./network_cases.ts";
import type { Site } from "./sites.ts";
import { SERVER_NAME, World } from "./world.ts";

const RECORDER = fileURLToPath(
  new URL("picture_recorder.js", import.meta.url),
);
const PICTURE_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/** One call, from the networks to its pages. */
export class NetworkCall implements AsyncDisposable {
  readonly #resources = new AsyncDisposableStack();
  readonly pages: CallPage[] = [];
  #site: Site | null = null;

  /** Builds the networks and starts server and browsers. */
  static async create(
    { build }: Pick<NetworkCase, "build">,
    browsers: readonly [BrowserName, BrowserName],
    settings: Readonly<Record<string, string>> = {},
  ): Promise<NetworkCall> {
    const call = new NetworkCall();
    try {
      const world = call.#resources.use(await World.create());
      const sites = await build(world);
      const server = startLabServer(world.lab, "server", {
        PORT: "443",
        ...settings,
      });
      const launches = sites.map(({ namespace }, index) =>
        launchIn(world.lab, namespace, browsers[index] ?? "Chromium")
      );
      call.#resources.use(await server);
      for (const [index, launch] of launches.entries()) {
        const browser = call.#resources.use(await launch);
        const page = await CallPage.open(browser, index === 0 ? "Ada" : "Bob");
        await page.page.addInitScript({ path: RECORDER });
        call.pages.push(page);
      }
      call.#site = sites[1];
      return call;
    } catch (error) {
      await call[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Network of the second member. */
  get site(): Site {
    if (!this.#site) throw new TypeError("The call has no site");
    return this.#site;
  }

  /** Both join; resolves to when the second one pressed the button. */
  async join(): Promise<number> {
    const url = `https://${SERVER_NAME}/r/network`;
    const [ada, bob] = this.pages;
    await ada?.join(url);
    await bob?.page.goto(url);
    await bob?.get("name-input").fill("Bob");
    await bob?.get("join").waitFor();
    const joinedMs = Date.now();
    await bob?.get("join").click();
    return joinedMs;
  }

  /** Time from then until both pages paint a picture. */
  async pictureMs(sinceMs: number): Promise<number> {
    const painted = await Promise.all(
      this.pages.map((page) => firstPicture(page, sinceMs)),
    );
    return Math.max(...painted) - sinceMs;
  }

  /** The longest time without a picture on either page from then until now. */
  async longestGapMs(sinceMs: number): Promise<number> {
    const gaps = await Promise.all(
      this.pages.map(({ page }) =>
        page.evaluate<number>(`maruPictures.longestGap(${sinceMs})`)
      ),
    );
    return Math.max(...gaps);
  }

  /** Selected pair of the second member: `relay tcp - srflx udp`. */
  async pair(): Promise<string> {
    const [stats] = await this.pages[1]?.stats() ?? [];
    return stats?.pair ?? "";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }
}

async function firstPicture(
  { name, page }: CallPage,
  sinceMs: number,
): Promise<number> {
  const end = performance.now() + PICTURE_TIMEOUT_MS;
  for (;;) {
    const painted = await page.evaluate<number | null>(
      `maruPictures.firstAfter(${sinceMs})`,
    );
    if (painted !== null) return painted;
    if (performance.now() > end) throw new Error(`${name} sees no picture`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
