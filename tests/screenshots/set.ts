/**
 * What the scenes are played on: pages of drawn people, in a room of their
 * own for each picture.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { BrowserContextOptions } from "../e2e/harness/packages.ts";
import type { CallPage } from "../e2e/harness/call_page.ts";
import type { TestSession } from "../e2e/harness/test_session.ts";

const PORTRAIT = fileURLToPath(new URL("portrait.js", import.meta.url));

/** Sizes in which every scene is pictured. */
export const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  },
} as const satisfies Record<string, BrowserContextOptions>;

/** Name of a size. */
export type Size = keyof typeof SIZES;

/** Themes in which every scene is pictured. */
export const THEMES = ["light", "dark"] as const;

/** A member whose camera is on needs this much of the machine to itself. */
const LIGHT = { viewport: { width: 480, height: 320 } };

/** One scene's pages; the first one is pictured. */
export class Set implements AsyncDisposable {
  readonly session: TestSession;
  readonly room: string;
  readonly #options: BrowserContextOptions;
  readonly #pages: CallPage[] = [];
  #isCrowd = false;

  constructor(
    session: TestSession,
    room: string,
    options: BrowserContextOptions,
  ) {
    this.session = session;
    this.room = room;
    this.#options = options;
  }

  /** Address of the scene's room. */
  get url(): string {
    return this.session.room(this.room);
  }

  /** The page that is pictured; nothing is open in it yet. */
  viewer(options: BrowserContextOptions = {}): Promise<CallPage> {
    return this.#open("Mina", { ...this.#options, ...options });
  }

  /** The pictured page, in the call with `names`, all of whom it sees. */
  async call(names: readonly string[]): Promise<CallPage> {
    this.#isCrowd = names.length > 4;
    const viewer = await this.viewer();
    await viewer.join(this.url);
    for (const name of names) {
      const page = await this.member(name);
      // One of them talks; who is quiet has the microphone off.
      if (name !== names[0]) await page.get("toggle-mic").click();
    }
    await viewer.tiles(names.length);
    // Seven pictures may be more than the machine draws: then some are dark.
    await viewer.painted(names.length).catch((error) => {
      if (names.length < 7) throw error;
    });
    return viewer;
  }

  /** Another member of the room. */
  async member(name: string): Promise<CallPage> {
    const page = await this.#open(name, LIGHT);
    await page.join(this.url);
    return page;
  }

  /** Somebody in the lobby of the room. */
  async newcomer(name: string): Promise<CallPage> {
    const page = await this.#open(name, LIGHT);
    await page.page.goto(this.url);
    return page;
  }

  /** Closes the pages. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { page } of this.#pages) await page.context().close();
  }

  async #open(
    name: string,
    options: BrowserContextOptions,
  ): Promise<CallPage> {
    const page = await this.session.page(name, options);
    await page.page.addInitScript(
      `self.maruSeed = ${this.#pages.length}; self.maruIsCrowd = ${this.#isCrowd}`,
    );
    await page.page.addInitScript({ path: PORTRAIT });
    this.#pages.push(page);
    return page;
  }
}
