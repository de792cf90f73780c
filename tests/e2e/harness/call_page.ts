/**
 * One browser page of Maru, driven through its test ids and judged by the
 * statistics of its peer connections (`call_page_probe.js`).
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Locator,
  Page,
} from "./packages.ts";

/** State of one live RTCPeerConnection, as read by `call_page_probe.js`. */
export interface ConnectionStats {
  /** Index among all connections of the page, closed ones included. */
  readonly index: number;
  readonly connectionState: string;
  readonly iceConnectionState: string;
  readonly iceGatheringState: string;
  readonly signalingState: string;
  /** Changes with each ICE restart. */
  readonly localUfrag: string;
  /** Changes with each local description (RFC 8866 §5.2). */
  readonly localVersion: string;
  /** `host`, `srflx`, `prflx`, `relay`, or empty before a pair is selected. */
  readonly localType: string;
  readonly remoteType: string;
  /** Both with their transports, as `relay tcp - srflx udp`. */
  readonly pair: string;
  readonly framesDecoded: number;
  readonly audioEnergy: number;
  /** Duration of the received audio in seconds. */
  readonly audioSeconds: number;
  readonly bytesReceived: number;
  readonly framesSent: number;
  readonly bytesSent: number;
  /** Sent track and negotiated direction of each transceiver. */
  readonly directions: string;
}

/** Media that a test waits for. */
export interface MediaWanted {
  /** Exact number of connections that must carry it. */
  readonly peers: number;
  /** Frames to decode on each of them. @default {10} */
  readonly frames?: number;
  /** False where the other side sends no audio. @default {true} */
  readonly audio?: boolean;
}

const here = (name: string): string =>
  fileURLToPath(new URL(name, import.meta.url));

const PROBE = here("call_page_probe.js");
const CLOCK = here("page_clock.js");
/** Deadline of every wait: far above what a busy machine needs. */
const TIMEOUT_MS = 60_000;

/** A page of a test, with its console. */
export class CallPage {
  readonly name: string;
  readonly page: Page;
  /** Console and uncaught errors, one line each. */
  readonly console: string[] = [];
  /** Requests to other hosts than the server of the test. */
  readonly strayRequests: string[] = [];

  private constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
    page.setDefaultTimeout(TIMEOUT_MS);
    page.on("console", (m) => this.console.push(`${m.type()}: ${m.text()}`));
    page.on("pageerror", (e) => this.console.push(`pageerror: ${e.message}`));
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== "localhost") {
        this.strayRequests.push(request.url());
      }
    });
  }

  /** An empty page in a context of its own, with the probe in it. */
  static async open(
    browser: Browser,
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<CallPage> {
    const context = await browser.newContext({
      ignoreHTTPSErrors: true,
      locale: "en-US",
      viewport: { width: 960, height: 600 },
      // Requests through a worker are invisible to a test.
      serviceWorkers: "block",
      ...options,
    });
    const isChromium = browser.browserType().name() === "chromium";
    if (isChromium && options.permissions === undefined) {
      await context.grantPermissions(["camera", "microphone"]);
    }
    return await CallPage.openIn(context, name);
  }

  /** An empty page in this context, with the probe in it. */
  static async openIn(
    context: BrowserContext,
    name: string,
  ): Promise<CallPage> {
    await context.addInitScript({ path: PROBE });
    return new CallPage(name, await context.newPage());
  }

  /** The element with this test id. */
  get(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  /** Runs scripts in the page before its own, in order. */
  async addScripts(...files: readonly URL[]): Promise<void> {
    // One script: the order of several is not defined.
    const texts = await Promise.all(
      files.map((file) => Deno.readTextFile(file)),
    );
    await this.page.addInitScript(texts.join("\n"));
  }

  /** Opens the page of a room, enters a name and joins the call. */
  async join(roomUrl: string): Promise<void> {
    await this.page.goto(roomUrl);
    await this.get("name-input").fill(this.name);
    await this.get("join").click();
    await this.get("self-tile").waitFor();
  }

  /** Waits until media of `peers` flows; resolves to the connections then. */
  async media(wanted: MediaWanted): Promise<readonly ConnectionStats[]> {
    return await this.#probe<ConnectionStats[]>("media", {
      frames: 10,
      audio: true,
      timeoutMs: TIMEOUT_MS,
      ...wanted,
    });
  }

  /** Waits until this many tiles paint frames. */
  async painted(videos: number, testId = "tile"): Promise<void> {
    const selector = testIdSelector(testId);
    const wanted = { selector, videos, frames: 5, timeoutMs: TIMEOUT_MS };
    await this.#probe("painted", wanted);
  }

  /** The live peer connections. */
  async stats(): Promise<readonly ConnectionStats[]> {
    return await this.page.evaluate<ConnectionStats[]>("maruProbe.stats()");
  }

  /** Number of peer connections with a description since the page was loaded. */
  async made(): Promise<number> {
    return await this.page.evaluate<number>("maruProbe.made()");
  }

  /** Restarts ICE on every live connection. */
  async restartIce(): Promise<void> {
    await this.page.evaluate("maruProbe.restartIce()");
  }

  /** Violations of the content security policy since the page was loaded. */
  async cspViolations(): Promise<readonly string[]> {
    return await this.page.evaluate<string[]>("maruProbe.violations()");
  }

  /** Lets a test set the speed of the page's timers and clock, from its next load on. */
  async useClock(speed: number): Promise<void> {
    await this.page.addInitScript(`globalThis.maruClockSpeed = ${speed}`);
    await this.page.addInitScript({ path: CLOCK });
  }

  /** Changes the speed for timers that start from now on. */
  async setClockSpeed(speed: number): Promise<void> {
    await this.page.evaluate(`maruClock.setSpeed(${speed})`);
  }

  /** Opens the chat if it is closed and sends a message. */
  async say(text: string): Promise<void> {
    await this.#openChat();
    await this.get("chat-input").fill(text);
    await this.get("chat-send").click();
  }

  /** Waits until the chat shows a message with this text. */
  async hears(text: string): Promise<void> {
    await this.#openChat();
    const message = this.get("chat-message").filter({ hasText: text });
    await message.first().waitFor();
  }

  /** Waits until there are this many tiles of other members. */
  async tiles(count: number): Promise<void> {
    const selector = testIdSelector("tile");
    await this.#probe("count", { selector, count, timeoutMs: TIMEOUT_MS });
  }

  /**
   * Waits until an expression is true in the page. Playwright's own
   * `waitForFunction` needs `eval` in the page, which its policy forbids.
   */
  async until(expression: string): Promise<void> {
    const end = performance.now() + TIMEOUT_MS;
    while (await this.page.evaluate<unknown>(expression) !== true) {
      if (performance.now() > end) throw new Error(`Waited for ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #openChat(): Promise<void> {
    if (await this.get("chat-input").isVisible()) return;
    await this.get("chat-toggle").click();
    await this.get("chat-input").waitFor();
  }

  async #probe<T>(name: string, wanted: object): Promise<T> {
    const call = `maruProbe.${name}(${JSON.stringify(wanted)})`;
    try {
      return await this.page.evaluate<T>(call);
    } catch (error) {
      throw new Error(`On the page of ${this.name}`, { cause: error });
    }
  }
}

function testIdSelector(testId: string): string {
  return `[data-testid="${testId}"]`;
}
