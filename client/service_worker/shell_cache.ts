/**
 * Offline support: pages are requested from the server first; without an
 * answer the cached app shell shows an offline page. Other requests, such as
 * `/ice`, bypass it.
 *
 * @module
 */

/** Files of the offline page. */
export interface AppShell {
  /** Changes with the content of any file. */
  readonly version: string;
  /** Paths, the page itself first. */
  readonly files: readonly string[];
}

/** The part of `Request` that is used. */
export type CacheableRequest = Pick<Request, "method" | "mode" | "url">;

/** Dependencies of {@linkcode ShellCache}. */
export interface ShellCacheOptions {
  readonly shell: AppShell;
  /** Origin of the worker, such as `https://maru.example`. */
  readonly origin: string;
  readonly caches: Pick<CacheStorage, "open" | "keys" | "delete">;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Calls `run` after `delayMs`; the returned function cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/** Time for the server to begin its answer. */
export const SERVER_TIMEOUT_MS = 12_000;

const CACHE_PREFIX = "maru-shell-";
const PAGE_PATHS = /^\/(check\/?|r\/[^/]+\/?)?$/;
/** Statuses of a proxy whose server does not answer. */
const GATEWAY_ERROR_STATUSES: ReadonlySet<number> = new Set([502, 503, 504]);

/** Cache of one version of the shell. */
export class ShellCache {
  readonly #options: ShellCacheOptions;
  readonly #name: string;

  constructor(options: ShellCacheOptions) {
    this.#options = options;
    this.#name = CACHE_PREFIX + options.shell.version;
  }

  /** Fetches all files of the shell; rejects when one fails. */
  async install(): Promise<void> {
    const cache = await this.#options.caches.open(this.#name);
    const { files } = this.#options.shell;
    await cache.addAll(files.map((path) => this.#uncachedRequest(path)));
  }

  /** Deletes the caches of other versions. */
  async deleteOldVersions(): Promise<void> {
    const { caches } = this.#options;
    const old = (await caches.keys()).filter((name) =>
      name.startsWith(CACHE_PREFIX) && name !== this.#name
    );
    await Promise.all(old.map((name) => caches.delete(name)));
  }

  /** True for requests of pages and of files of the shell. */
  handles({ method, mode, url }: CacheableRequest): boolean {
    const { origin, pathname } = new URL(url);
    if (method !== "GET" || origin !== this.#options.origin) return false;
    return mode === "navigate"
      ? PAGE_PATHS.test(pathname)
      : this.#options.shell.files.includes(pathname);
  }

  /** Answer of the server, or the cached file when there is none. */
  async respond(request: Request): Promise<Response> {
    const { shell, caches } = this.#options;
    const isPage = request.mode === "navigate";
    const response = await this.#fetchInTime(request);
    if (response && !GATEWAY_ERROR_STATUSES.has(response.status)) {
      return response;
    }
    const cache = await caches.open(this.#name);
    const [page = ""] = shell.files;
    const cached = await cache.match(
      isPage ? page : new URL(request.url).pathname,
    );
    return cached ?? response ?? Response.error();
  }

  /** Null when there is no answer in time. */
  async #fetchInTime(request: Request): Promise<Response | null> {
    const { fetch, after } = this.#options;
    const timeout = Promise.withResolvers<null>();
    const cancel = after(SERVER_TIMEOUT_MS, () => timeout.resolve(null));
    const fetched = fetch(request).catch(() => null);
    const response = await Promise.race([fetched, timeout.promise]);
    cancel();
    return response;
  }

  #uncachedRequest(path: string): Request {
    return new Request(new URL(path, this.#options.origin), {
      cache: "reload",
    });
  }
}
