/**
 * Offline support: pages are requested from the server first; without an
 * answer the cached app shell shows an offline page. Other requests, such as
 * `/ice`, bypass it. The caches of earlier builds are kept for pages that are
 * still open and load a file of their build.
 *
 * @module
 */

/** Files of the offline page. */
export interface AppShell {
  /** Changes with the content of any file. */
  readonly version: string;
  /** Paths below the start page. */
  readonly files: readonly string[];
}

/** The part of `Request` that is used. */
export type CacheableRequest = Pick<Request, "method" | "mode" | "url">;

/** Dependencies of {@linkcode ShellCache}. */
export interface ShellCacheOptions {
  readonly shell: AppShell;
  /** Address of the start page, such as `https://maru.example/`. */
  readonly baseUrl: string;
  readonly caches: Pick<CacheStorage, "open" | "keys" | "delete" | "match">;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Calls `run` after `delayMs`; the returned function cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/** Time for the server to begin its answer. */
export const SERVER_TIMEOUT_MS = 12_000;

/** Caches of earlier builds that are kept. */
export const KEPT_BUILDS = 3;

const CACHE_PREFIX = "maru-shell-";
const ASSET_PATHS = /^assets\/[^/]+$/;
const ROOM_PATHS = /^r\/[^/]+$/;
const OTHER_PAGE_PATHS = /^(check)?$/;
/** Offline pages, which name their files relative to their address. */
const OFFLINE_PAGE = "offline.html";
const OFFLINE_ROOM_PAGE = "offline_room.html";
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

  /** Deletes the caches of builds older than the last few. */
  async deleteOldBuilds(): Promise<void> {
    const { caches } = this.#options;
    // Names are in the order of creation.
    const earlier = (await caches.keys()).filter((name) =>
      name.startsWith(CACHE_PREFIX) && name !== this.#name
    );
    const old = earlier.slice(0, Math.max(0, earlier.length - KEPT_BUILDS));
    await Promise.all(old.map((name) => caches.delete(name)));
  }

  /** True for requests of pages and of files of a build. */
  handles({ method, mode, url }: CacheableRequest): boolean {
    const path = this.#pathOf(url);
    if (method !== "GET" || path === null) return false;
    return mode === "navigate"
      ? ROOM_PATHS.test(path) || OTHER_PAGE_PATHS.test(path)
      : ASSET_PATHS.test(path);
  }

  /**
   * Answer of the server, or the cached file when there is none. A failure in
   * here lets the request pass to the server.
   */
  async respond(request: Request): Promise<Response> {
    try {
      return await this.#respond(request);
    } catch {
      return await this.#options.fetch(request);
    }
  }

  async #respond(request: Request): Promise<Response> {
    const isPage = request.mode === "navigate";
    const response = await this.#fetchInTime(request);
    if (response && !shouldUseCache(response, isPage)) return response;
    const cached =
      await (isPage ? this.#findPage(request) : this.#findAsset(request))
        .catch(() => undefined);
    return cached ?? response ?? Response.error();
  }

  async #findPage({ url }: Request): Promise<Response | undefined> {
    const isRoom = ROOM_PATHS.test(this.#pathOf(url) ?? "");
    const page = isRoom ? OFFLINE_ROOM_PAGE : OFFLINE_PAGE;
    const cache = await this.#options.caches.open(this.#name);
    return await cache.match(this.#urlOf(page));
  }

  /** Looks in the caches of all builds, since the name contains a hash. */
  async #findAsset({ url }: Request): Promise<Response | undefined> {
    return await this.#options.caches.match(url);
  }

  /** Null when there is no answer in time. */
  async #fetchInTime(request: Request): Promise<Response | null> {
    const { fetch, after } = this.#options;
    return await new Promise((resolve) => {
      const cancel = after(SERVER_TIMEOUT_MS, () => resolve(null));
      const finish = (response: Response | null) => {
        cancel();
        resolve(response);
      };
      fetch(request).then(finish, () => finish(null));
    });
  }

  #uncachedRequest(path: string): Request {
    return new Request(this.#urlOf(path), { cache: "reload" });
  }

  #urlOf(path: string): string {
    return new URL(path, this.#options.baseUrl).href;
  }

  /** Path below the start page, or null for an address elsewhere. */
  #pathOf(url: string): string | null {
    const { origin, pathname } = new URL(url);
    const { baseUrl } = this.#options;
    const address = origin + pathname;
    return address.startsWith(baseUrl) ? address.slice(baseUrl.length) : null;
  }
}

/** A file that the server does not have any more may be one of an earlier build. */
function shouldUseCache({ status }: Response, isPage: boolean): boolean {
  return GATEWAY_ERROR_STATUSES.has(status) || (!isPage && status === 404);
}
