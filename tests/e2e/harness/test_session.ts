/**
 * The frame of an end-to-end test: a server, a browser and pages, all gone
 * when the test ends, and pictures and logs of them when it fails.
 *
 * @module
 */
import type { Browser, BrowserContextOptions } from "playwright-core";
import {
  type Devices,
  findChromium,
  findFirefox,
  launchChromium,
} from "./browser.ts";
import { CallPage } from "./call_page.ts";
import { ServerProcess } from "./server_process.ts";

type Settings = Readonly<Record<string, string>>;

/** What differs from a plain test. */
export interface StageOptions {
  readonly devices?: Devices;
  /** True for a test that starts a Firefox as well. */
  readonly needsFirefox?: boolean;
  /** Settings of the server; a function where they need permissions. */
  readonly env?: Settings | (() => Settings);
}

const UNTIL_TIMEOUT_MS = 30_000;
const ARTEFACTS = new URL("../../../screenshots/e2e/", import.meta.url);
const AGAIN = new URL("again.log", ARTEFACTS);

const isGranted = (await Promise.all(
  (["run", "net", "env"] as const).map((name) =>
    Deno.permissions.query({ name })
  ),
)).every((status) => status.state === "granted");

/** A browser test may be left out on a desk, never in CI: there it fails. */
function isLeftOut({ needsFirefox = false }: StageOptions): boolean {
  if (!isGranted) return true;
  if (Deno.env.get("CI")) return false;
  return findChromium() === null || (needsFirefox && findFirefox() === null);
}

/** What a test plays on. */
export class Stage {
  readonly browser: Browser;
  readonly server: ServerProcess;
  #pages: CallPage[] = [];

  constructor(browser: Browser, server: ServerProcess) {
    this.browser = browser;
    this.server = server;
  }

  /** Address of a room's page, by way of `origin` where that is not the server. */
  room(name = "e2e-room", origin = this.server.origin): string {
    return `${origin}/r/${name}`;
  }

  /** An empty page of somebody new. */
  async page(name: string, options?: BrowserContextOptions): Promise<CallPage> {
    const page = await CallPage.open(this.browser, name, options);
    this.#pages.push(page);
    return page;
  }

  /** Somebody new who joins the call. */
  async member(name: string, roomUrl = this.room()): Promise<CallPage> {
    const page = await this.page(name);
    await page.join(roomUrl);
    return page;
  }

  /** Waits until `isSo` says yes about something outside of the pages. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    const end = performance.now() + UNTIL_TIMEOUT_MS;
    while (!isSo()) {
      if (performance.now() > end) throw new Error(`Waited for ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Writes pictures of the pages, their consoles and the server's log. */
  async keep(testName: string): Promise<void> {
    const slug = testName.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 80);
    const folder = new URL(`${slug}/`, ARTEFACTS);
    await Deno.mkdir(folder, { recursive: true });
    const write = (name: string, text: string) =>
      Deno.writeTextFile(new URL(name, folder), text);
    await write("server.log", this.server.log.join("\n"));
    for (const { name, page, console } of this.#pages) {
      await write(`${name}.log`, console.join("\n"));
      const picture = await page.screenshot({ timeout: 5_000 })
        .catch((error) => error);
      if (picture instanceof Uint8Array) {
        await Deno.writeFile(new URL(`${name}.png`, folder), picture);
      }
    }
  }
}

/**
 * Registers an end-to-end test that gets a server and a browser.
 *
 * In CI, where both share two cores with much else, a test that fails is
 * played once more from the start, and `again.log` tells which.
 */
export function e2e(
  name: string,
  body: (stage: Stage) => Promise<void>,
  options: StageOptions = {},
): void {
  Deno.test({
    name,
    ignore: isLeftOut(options),
    fn: async () => {
      try {
        await play(name, body, options);
      } catch (error) {
        if (!Deno.env.get("CI")) throw error;
        await Deno.mkdir(ARTEFACTS, { recursive: true });
        const line = `${name}: ${error}\n`;
        await Deno.writeTextFile(AGAIN, line, { append: true });
        await play(name, body, options);
      }
    },
  });
}

async function play(
  name: string,
  body: (stage: Stage) => Promise<void>,
  { env = {}, devices }: StageOptions,
): Promise<void> {
  await using server = await ServerProcess.start({
    env: typeof env === "function" ? env() : env,
  });
  await using browser = await launchChromium(devices, await server.keyHash());
  const stage = new Stage(browser, server);
  try {
    await body(stage);
  } catch (error) {
    await stage.keep(name);
    throw error;
  }
}
