/**
 * Serves pages of docs/library/ from an origin of their own, and opens them.
 *
 * @module
 */
import type { CallPage } from "../harness/call_page.ts";
import type { TestSession } from "../harness/test_session.ts";
import {
  buildGuidePage,
  type Guide,
  type GuidePlace,
  placeCode,
  readGuide,
} from "./guide_blocks.ts";

/** Pages of one test. */
export class GuidePages implements AsyncDisposable {
  readonly #session: TestSession;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #files = new Map<string, string>();

  /** @param port Port of the origin, which the server of the test allows. */
  constructor(session: TestSession, port: number) {
    this.#session = session;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port, onListen: () => {} },
      (request) => this.#respond(new URL(request.url).pathname),
    );
  }

  /** Opens the page of a document; its member is in the room of the test. */
  async open(
    name: string,
    guide: Guide,
    prepare: (page: CallPage) => Promise<void> = () => Promise.resolve(),
  ): Promise<CallPage> {
    const page = await this.#session.page(name);
    await prepare(page);
    await this.show(page, guide);
    return page;
  }

  /** The same in a page that is open. */
  async show(page: CallPage, guide: Guide): Promise<void> {
    const blocks = await readGuide(guide);
    const html = buildGuidePage(blocks, this.#placeOf(page.name));
    await this.showHtml(page, html);
  }

  /** Shows a page that is made of other text. */
  async showHtml(page: CallPage, html: string): Promise<void> {
    const path = `/${crypto.randomUUID()}`;
    this.#files.set(path, html);
    await page.page.goto(`http://localhost:${this.#server.addr.port}${path}`);
  }

  /** Code for the server and the room of the test. */
  place(code: string, name: string): string {
    return placeCode(code, this.#placeOf(name));
  }

  #placeOf(name: string): GuidePlace {
    return {
      server: this.#session.server.origin,
      room: this.#session.roomName(),
      name,
    };
  }

  #respond(path: string): Response {
    const html = this.#files.get(path);
    if (html === undefined) return new Response(null, { status: 404 });
    return new Response(html, {
      headers: { "content-type": "text/html; charset=utf-8" },
    });
  }

  /** Ends the server. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}
