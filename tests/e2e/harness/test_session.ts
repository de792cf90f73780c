/**
 * What one browser test works with: a server, a browser, a room of its own and
 * the pages that it opens.
 *
 * @module
 */
import type { Browser, BrowserContextOptions } from "./packages.ts";
import { type Devices, launchChromium } from "./browser.ts";
import { CallPage } from "./call_page.ts";
import { testKeyHash } from "./certificates.ts";
import type { ServerProcess } from "./server_process.ts";

/** What a session is made of. */
export interface SessionOptions {
  readonly server: ServerProcess;
  readonly browser: Browser;
  /** A running Firefox, for tests that need one. */
  readonly firefox?: Browser | undefined;
  /** A running Chromium 110, for tests that need one. */
  readonly oldChromium?: Browser | undefined;
  /** Ends every room name, so that sessions on one server do not meet. */
  readonly roomSuffix?: string;
}

const UNTIL_TIMEOUT_MS = 60_000;
const SCREENSHOT_TIMEOUT_MS = 10_000;
const ARTIFACTS = new URL("../../../screenshots/e2e/", import.meta.url);

/** Opens pages for a test and closes them after it. */
export class TestSession implements AsyncDisposable {
  readonly server: ServerProcess;
  readonly #options: SessionOptions;
  readonly #pages: CallPage[] = [];
  readonly #launched: Browser[] = [];

  constructor(options: SessionOptions) {
    this.server = options.server;
    this.#options = options;
  }

  /** Name of a room that no other test uses. */
  roomName(name = "room"): string {
    return name + (this.#options.roomSuffix ?? "");
  }

  /** Address of a room's page; `origin` is that of a proxy before the server. */
  room(name?: string, origin = this.server.origin): string {
    return `${origin}/r/${this.roomName(name)}`;
  }

  /** An empty page in a browser context of its own. */
  async page(
    name: string,
    options?: BrowserContextOptions,
    browser = this.#options.browser,
  ): Promise<CallPage> {
    const page = await CallPage.open(browser, name, options);
    this.#pages.push(page);
    return page;
  }

  /** An empty page of Firefox. */
  async firefoxPage(name: string): Promise<CallPage> {
    const { firefox } = this.#options;
    if (!firefox) throw new TypeError("Cannot open: needsFirefox is not set");
    return await this.page(name, {}, firefox);
  }

  /** An empty page of Chromium 110. */
  async oldChromiumPage(
    name: string,
    options?: BrowserContextOptions,
  ): Promise<CallPage> {
    const { oldChromium } = this.#options;
    if (!oldChromium) {
      throw new TypeError("Cannot open: needsOldChromium is not set");
    }
    return await this.page(name, options, oldChromium);
  }

  /** A page that has joined the call. */
  async member(name: string, roomUrl = this.room()): Promise<CallPage> {
    const page = await this.page(name);
    await page.join(roomUrl);
    return page;
  }

  /** Another Chromium, with these devices, until the end of the test. */
  async launch(devices: Devices): Promise<Browser> {
    const browser = await launchChromium(devices, await testKeyHash());
    this.#launched.push(browser);
    return browser;
  }

  /** Waits for something outside of the pages. */
  async until(what: string, isTrue: () => boolean): Promise<void> {
    const end = performance.now() + UNTIL_TIMEOUT_MS;
    while (!isTrue()) {
      if (performance.now() > end) throw new Error(`Waited for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Writes pictures of the pages, their consoles and the server's log. */
  async saveArtifacts(testName: string): Promise<void> {
    const slug = testName.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 80);
    const folder = new URL(`${slug}/`, ARTIFACTS);
    await Deno.mkdir(folder, { recursive: true });
    const write = (name: string, text: string) =>
      Deno.writeTextFile(new URL(name, folder), text);
    await write("server.log", this.server.log.join("\n"));
    for (const { name, page, console } of this.#pages) {
      await write(`${name}.log`, console.join("\n"));
      const picture = await page.screenshot({ timeout: SCREENSHOT_TIMEOUT_MS })
        .catch((error) => error);
      if (picture instanceof Uint8Array) {
        await Deno.writeFile(new URL(`${name}.png`, folder), picture);
      }
    }
  }

  /** Closes the pages and the browsers that the test launched. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#pages.map(({ page }) => page.context().close()));
    await Promise.all(this.#launched.map((browser) => browser.close()));
  }
}
