/**
 * A page of another origin that uses the library.
 *
 * @module
 */
import type { CallPage } from "../harness/call_page.ts";

/** Origin of the page. */
export const APP_ORIGIN = "http://app.localhost:8080";
/** Settings of a server that lets the page in. */
export const APP_SETTINGS = { ALLOWED_ORIGINS: APP_ORIGIN };

const BODY = new URL("library_page.html", import.meta.url);

/** Drives `library_page.html`. */
export class LibraryPage {
  readonly page: CallPage;

  private constructor(page: CallPage) {
    this.page = page;
  }

  /** Opens the page in a browser page. */
  static async open(
    page: CallPage,
    server: string,
    origin: string = APP_ORIGIN,
  ): Promise<LibraryPage> {
    const body = await Deno.readTextFile(BODY);
    await page.page.route(
      `${origin}/**`,
      (route) => route.fulfill({ contentType: "text/html", body }),
    );
    await page.page.goto(`${origin}/?server=${encodeURIComponent(server)}`);
    return new LibraryPage(page);
  }

  /** Joins a room; resolves to its state, or to the error with its code. */
  async enter(roomUrl: string, options: object): Promise<string> {
    await this.page.until("typeof app === 'object'");
    const call = `app.enter(${JSON.stringify(roomUrl)}, ${
      JSON.stringify({ name: this.page.name, ...options })
    })`;
    return await this.page.page.evaluate<string>(call);
  }

  /** Evaluates an expression, in which `app.room` is the room. */
  async run<T>(expression: string): Promise<T> {
    return await this.page.page.evaluate<T>(expression);
  }

  /** Waits until there is a member of this name. */
  async knows(name: string): Promise<void> {
    await this.page.until(`app.member(${JSON.stringify(name)}) !== undefined`);
  }

  /** Waits for a line of the page's log. */
  async logs(line: string): Promise<void> {
    await this.page.until(`app.log.includes(${JSON.stringify(line)})`);
  }
}
