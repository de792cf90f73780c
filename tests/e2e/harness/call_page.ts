/**
 * One browser page of Maru, driven by what a person sees (test ids of the
 * page) and judged by what its peer connections really do (`call_page_probe.js`).
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
} from "playwright-core";

/** What `call_page_probe.js` reads of one live RTCPeerConnection. */
export interface ConnectionStats {
  /** Place among all that the page ever made: tells a new one from an old one. */
  readonly index: number;
  readonly connectionState: string;
  readonly iceConnectionState: string;
  readonly iceGatheringState: string;
  readonly signalingState: string;
  /** Changes with each ICE restart. */
  readonly localUfrag: string;
  /** Changes with each description that the page makes (RFC 8866 §5.2). */
  readonly localVersion: string;
  /** `host`, `srflx`, `prflx`, `relay`, or empty before a pair is selected. */
  readonly localType: string;
  readonly remoteType: string;
  readonly framesDecoded: number;
  readonly audioEnergy: number;
  readonly bytesReceived: number;
  readonly framesSent: number;
  readonly bytesSent: number;
  /** Track that is sent and negotiated direction of each transceiver. */
  readonly directions: string;
}

/** What media a test waits for. */
export interface MediaWanted {
  /** Connections that must carry it, no more and no fewer. */
  readonly peers: number;
  /** Frames that each of them decodes while the test waits; 10 by default. */
  readonly frames?: number;
  /** False where the other side sends no sound. */
  readonly audio?: boolean;
}

const PROBE = fileURLToPath(new URL("call_page_probe.js", import.meta.url));
const TIMEOUT_MS = 30_000;

/** Opens pages and finds what is on them. */
export class CallPage {
  readonly name: string;
  readonly page: Page;
  /** Console and uncaught errors, one line each. */
  readonly console: string[] = [];
  /** Requests for anything but the server of the test. */
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
      viewport: { width: 1280, height: 800 },
      // What is asked through a worker is not seen by a test.
      serviceWorkers: "block",
      ...options,
    });
    if (browser.browserType().name() === "chromium") {
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

  /** Opens a room's page, gives a name and joins the call. */
  async join(roomUrl: string): Promise<void> {
    await this.page.goto(roomUrl);
    await this.get("name-input").fill(this.name);
    await this.get("join").click();
    await this.get("self-tile").waitFor();
  }

  /** Waits until media of `peers` flows now; what the connections are then. */
  async media(wanted: MediaWanted): Promise<readonly ConnectionStats[]> {
    return await this.#probe<ConnectionStats[]>("media", {
      frames: 10,
      audio: true,
      timeoutMs: TIMEOUT_MS,
      ...wanted,
    });
  }

  /** Waits until the tiles of `videos` others paint frames on the screen. */
  async painted(videos: number, testId = "tile"): Promise<void> {
    const selector = testIdSelector(testId);
    const wanted = { selector, videos, frames: 5, timeoutMs: TIMEOUT_MS };
    await this.#probe("painted", wanted);
  }

  /** The live peer connections as they are now. */
  async stats(): Promise<readonly ConnectionStats[]> {
    return await this.page.evaluate<ConnectionStats[]>("maruProbe.stats()");
  }

  /** Peer connections that the page has made since it was loaded. */
  async made(): Promise<number> {
    return await this.page.evaluate<number>("maruProbe.made()");
  }

  /** Makes every live connection negotiate again. */
  async restartIce(): Promise<void> {
    await this.page.evaluate("maruProbe.restartIce()");
  }

  /** Violations of the content security policy since the page was loaded. */
  async cspViolations(): Promise<readonly string[]> {
    return await this.page.evaluate<string[]>("maruProbe.violations()");
  }

  /** Opens the chat when it is closed, and says something. */
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

  /** Waits until there are as many tiles of others. */
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
