/**
 * What the service worker does: a page is always asked of the server first,
 * and only when there is no answer comes the kept shell, which says so. Calls
 * are not touched: sockets, `/ice` and all else go past it.
 *
 * @module
 */

/** The files that show a page without a server. */
export interface AppShell {
  /** Changes with the content of any of them. */
  readonly version: string;
  /** Addresses, the page itself first. */
  readonly files: readonly string[];
}

/** The part of `Request` that decides. */
export type CacheableRequest = Pick<Request, "method" | "mode" | "url">;

/** What it takes from the browser. */
export interface ShellCacheOptions {
  readonly shell: AppShell;
  /** Of the worker, as `https://maru.example`. */
  readonly origin: string;
  readonly caches: Pick<CacheStorage, "open" | "keys" | "delete">;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Calls `run` after `delayMs`; the returned function cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/** A server that has not begun to answer by then counts as away. */
export const SERVER_TIMEOUT_MS = 12_000;

const CACHE_PREFIX = "maru-shell-";
const PAGE_PATHS = /^\/(check\/?|r\/[^/]+\/?)?$/;
/** What a proxy says for a server that is away. */
const GATEWAY_ERROR_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);

/** The shell, kept for a start without a server. */
export class ShellCache {
  readonly #options: ShellCacheOptions;
  readonly #name: string;

  constructor(options: ShellCacheOptions) {
    this.#options = options;
    this.#name = CACHE_PREFIX + options.shell.version;
  }

  /** Fetches all files of the shell; rejects when one is not to be had. */
  async install(): Promise<void> {
    const cache = await this.#options.caches.open(this.#name);
    const { files } = this.#options.shell;
    await cache.addAll(files.map((path) => this.#uncachedRequest(path)));
  }

  /** Forgets the shells of other versions. */
  async deleteOldVersions(): Promise<void> {
    const { caches } = this.#options;
    const old = (await caches.keys()).filter((name) =>
      name.startsWith(CACHE_PREFIX) && name !== this.#name
    );
    await Promise.all(old.map((name) => caches.delete(name)));
  }

  /** True for the pages and for the shell's own files; all else is let be. */
  handles({ method, mode, url }: CacheableRequest): boolean {
    const { origin, pathname } = new URL(url);
    if (method !== "GET" || origin !== this.#options.origin) return false;
    return mode === "navigate"
      ? PAGE_PATHS.test(pathname)
      : this.#options.shell.files.includes(pathname);
  }

  /** The server's answer, or the kept file where there is none. */
  async respond(request: Request): Promise<Response> {
    const { shell, caches } = this.#options;
    const isPage = request.mode === "navigate";
    const answer = await this.#fetchInTime(request);
    if (answer && !GATEWAY_ERROR_STATUSES.has(answer.status)) return answer;
    const cache = await caches.open(this.#name);
    const [page = ""] = shell.files;
    const kept = await cache.match(
      isPage ? page : new URL(request.url).pathname,
    );
    return kept ?? answer ?? Response.error();
  }

  /** Null when nothing has come in time. */
  async #fetchInTime(request: Request): Promise<Response | null> {
    const { fetch, after } = this.#options;
    const late = Promise.withResolvers<null>();
    const cancel = after(SERVER_TIMEOUT_MS, () => late.resolve(null));
    const asked = fetch(request).catch(() => null);
    const answer = await Promise.race([asked, late.promise]);
    cancel();
    return answer;
  }

  #uncachedRequest(path: string): Request {
    return new Request(new URL(path, this.#options.origin), {
      cache: "reload",
    });
  }
}
