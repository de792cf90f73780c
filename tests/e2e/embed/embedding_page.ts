/**
 * A page of another origin that embeds a call with `embed.js`.
 *
 * @module
 */
import type { CallPage } from "../harness/call_page.ts";
import type { FrameLocator } from "../harness/packages.ts";

/** Origin that the server of the tests allows. */
export const APP_ORIGIN = "https://app.example";
/** Another one, which it does not. */
export const OTHER_ORIGIN = "https://other.example";

/** An event as the page got it. */
export interface ReceivedEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const EVENT_NAMES = [
  "ready",
  "state",
  "waiting",
  "joined",
  "left",
  "ended",
  "member-joined",
  "member-changed",
  "member-left",
  "microphone",
  "camera",
  "screen",
  "name",
  "error",
];

/** Page with two buttons: one that the test clicks to be active, and the call. */
const HTML = `<!doctype html>
<title>An application</title>
<button id="share">Share</button>
<div id="place" style="width: 800px; height: 450px"></div>`;

/** The page around the frame. */
export class EmbeddingPage {
  readonly #page: CallPage;

  private constructor(page: CallPage) {
    this.#page = page;
  }

  /** Opens the page, without a call. */
  static async open(
    page: CallPage,
    origin = APP_ORIGIN,
  ): Promise<EmbeddingPage> {
    await page.page.route(
      (url) => url.hostname.endsWith(".example"),
      (route) => route.fulfill({ contentType: "text/html", body: HTML }),
    );
    await page.page.goto(`${origin}/`);
    return new EmbeddingPage(page);
  }

  /** Embeds a room of the server with these options. */
  async embed(
    server: string,
    room: string,
    options: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.#page.page.evaluate(`(async () => {
      const { embed } = await import("${server}/embed.js");
      const parent = document.querySelector("#place");
      const call = embed("${room}", { parent, ...${JSON.stringify(options)} });
      const events = [];
      for (const event of ${JSON.stringify(EVENT_NAMES)}) {
        call.on(event, (data) => events.push({ event, data }));
      }
      document.querySelector("#share").onclick = () =>
        call.send("screen", true);
      Object.assign(window, { call, events });
    })()`);
  }

  /** The document in the frame of the call. */
  get frame(): FrameLocator {
    return this.#page.page.frameLocator("#place iframe");
  }

  /** Sends a command. */
  async send(command: string, value?: unknown): Promise<void> {
    const args = [command, value].map((arg) => JSON.stringify(arg)).join();
    await this.#page.page.evaluate(`call.send(${args})`);
  }

  /** Events of this name so far. */
  async events(event: string): Promise<readonly ReceivedEvent["data"][]> {
    const all = await this.#page.page.evaluate<ReceivedEvent[]>("events");
    return all.filter((received) => received.event === event)
      .map(({ data }) => data);
  }

  /** Waits for an event with these values, and resolves to its data. */
  async event(
    event: string,
    values: ReceivedEvent["data"] = {},
  ): Promise<ReceivedEvent["data"]> {
    const wanted = JSON.stringify(Object.entries({ ...values }));
    const found = `events.findLast((received) =>
      received.event === "${event}" &&
      ${wanted}.every(([name, value]) => received.data[name] === value))`;
    await this.#page.until(`${found} !== undefined`);
    return await this.#page.page.evaluate(`${found}.data`);
  }

  /** Adds a frame of a third origin, which sends this expression's messages. */
  async addStranger(script: string): Promise<void> {
    const { page } = this.#page;
    await page.evaluate(`(async () => {
      const frame = document.createElement("iframe");
      frame.id = "stranger";
      frame.src = "https://stranger.example/";
      document.body.append(frame);
      await new Promise((done) => frame.onload = done);
    })()`);
    const frame = page.frames().find((other) =>
      other.url().startsWith("https://stranger.example")
    );
    await frame?.evaluate(script);
  }

  /** Runs an expression in the document of the call. */
  async evaluate(expression: string): Promise<unknown> {
    const frame = this.#page.page.frames().find((other) =>
      other.url().includes("/r/")
    );
    return await frame?.evaluate(expression);
  }

  /** Reloads the document in the frame, and nothing around it. */
  async reloadFrame(): Promise<void> {
    await this.evaluate("location.reload()").catch(() => {});
  }
}
