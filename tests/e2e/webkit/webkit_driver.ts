/**
 * WebKitGTK on a virtual display, driven over WebDriver (W3C): Debian's
 * `webkit2gtk-driver` and `xvfb`. It is the nearest to Safari that runs here;
 * it has mock devices and no WebRTC.
 *
 * @module
 */
import { findFreePort } from "../../../tools/server_process.ts";
import { DISPLAY_SERVER, VirtualDisplay } from "../harness/virtual_display.ts";

const DRIVER = "/usr/bin/WebKitWebDriver";
const LIBRARY_FOLDERS = [
  "/usr/lib/x86_64-linux-gnu",
  "/usr/lib/aarch64-linux-gnu",
];
const BROWSER_ARGS = [
  "--automation",
  "--enable-media-stream=true",
  "--enable-mock-capture-devices=true",
];
const TIMEOUT_MS = 60_000;
const POLL_MS = 100;

/** Path of WebKit's small browser, or null where one of the programs is missing. */
export function findWebKit(): string | null {
  if (!isFile(DRIVER) || !isFile(DISPLAY_SERVER)) return null;
  for (const folder of LIBRARY_FOLDERS) {
    for (const version of ["4.1", "6.0", "4.0"]) {
      const name = version === "6.0" ? "webkitgtk" : "webkit2gtk";
      const path = `${folder}/${name}-${version}/MiniBrowser`;
      if (isFile(path)) return path;
    }
  }
  return null;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** A running WebKit with one window. */
export class WebKitDriver implements AsyncDisposable {
  readonly #display: VirtualDisplay;
  readonly #driver: Deno.ChildProcess;
  readonly #address: string;
  #session = "";

  private constructor(display: VirtualDisplay) {
    const port = findFreePort();
    this.#display = display;
    this.#address = `http://127.0.0.1:${port}`;
    this.#driver = new Deno.Command(DRIVER, {
      args: [`--port=${port}`, "--host=127.0.0.1"],
      env: { DISPLAY: display.name, NO_AT_BRIDGE: "1" },
      detached: true,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  }

  /** Starts display, driver and browser. */
  static async start(browser: string): Promise<WebKitDriver> {
    const display = await VirtualDisplay.start();
    const driver = new WebKitDriver(display);
    try {
      await driver.#open(browser);
    } catch (error) {
      await driver[Symbol.asyncDispose]();
      throw error;
    }
    return driver;
  }

  /** Loads a page. */
  async goto(url: string): Promise<void> {
    await this.#send("POST", "/url", { url });
  }

  /** Sets the size of the window, which the page fills but for the toolbar. */
  async resize(width: number, height: number): Promise<void> {
    await this.#send("POST", "/window/rect", { x: 0, y: 0, width, height });
  }

  /** Value of an expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const script = `return (${expression})`;
    return await this.#send("POST", "/execute/sync", { script, args: [] });
  }

  /** Waits until an expression is true in the page. */
  async until(expression: string): Promise<void> {
    const end = performance.now() + TIMEOUT_MS;
    while (await this.evaluate(`Boolean(${expression})`) !== true) {
      if (performance.now() < end) await wait(POLL_MS);
      else {
        const text = await this.evaluate("document.body.innerText");
        throw new Error(`Waited for ${expression} on a page with: ${text}`);
      }
    }
  }

  /** Waits for an element with this test id. */
  async shows(testId: string): Promise<void> {
    await this.until(query(testId));
  }

  /** Clicks an element as a person does. */
  async click(testId: string): Promise<void> {
    await this.shows(testId);
    const element = await this.evaluate(query(testId));
    await this.#send("POST", `/element/${elementId(element)}/click`, {});
  }

  /** Types into an element. */
  async type(testId: string, text: string): Promise<void> {
    await this.shows(testId);
    const element = await this.evaluate(query(testId));
    await this.#send("POST", `/element/${elementId(element)}/value`, { text });
  }

  /** Picture of the window as PNG. */
  async screenshot(): Promise<Uint8Array<ArrayBuffer>> {
    const picture = await this.#send("GET", "/screenshot");
    return Uint8Array.fromBase64(String(picture));
  }

  /** Ends browser, driver and display. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#session !== "") await this.#send("DELETE", "").catch(() => {});
    // The whole group: the browser is a child of the driver.
    Deno.kill(-this.#driver.pid, "SIGKILL");
    await this.#driver.status;
    await this.#display[Symbol.asyncDispose]();
  }

  async #open(binary: string): Promise<void> {
    const end = performance.now() + TIMEOUT_MS;
    while (!await isReady(this.#address)) {
      if (performance.now() > end) throw new Error(`${DRIVER} does not start`);
      await wait(POLL_MS);
    }
    const value = await request("POST", `${this.#address}/session`, {
      capabilities: {
        alwaysMatch: {
          acceptInsecureCerts: true,
          "webkitgtk:browserOptions": { binary, args: BROWSER_ARGS },
        },
      },
    });
    this.#session = textOf(value, "sessionId");
  }

  async #send(method: string, path: string, body?: object): Promise<unknown> {
    const url = `${this.#address}/session/${this.#session}${path}`;
    return await request(method, url, body);
  }
}

async function isReady(address: string): Promise<boolean> {
  const response = await fetch(`${address}/status`).catch(() => null);
  await response?.body?.cancel();
  return response?.ok === true;
}

async function request(
  method: string,
  url: string,
  body?: object,
): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
    headers: { "content-type": "application/json" },
    // A web process that hangs never answers.
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { value } = await response.json();
  if (!response.ok) {
    throw new Error(`${method} ${url}: ${JSON.stringify(value)}`);
  }
  return value;
}

function query(testId: string): string {
  return `document.querySelector('[data-testid="${testId}"]')`;
}

/** Id of an element in an answer (W3C WebDriver §12.1). */
function elementId(value: unknown): string {
  return textOf(value, "element-6066-11e4-a52e-4f735466cecf");
}

function textOf(value: unknown, key: string): string {
  const text = typeof value === "object" && value !== null
    ? Reflect.get(value, key)
    : undefined;
  if (typeof text !== "string") throw new TypeError(`No ${key} in the answer`);
  return text;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
