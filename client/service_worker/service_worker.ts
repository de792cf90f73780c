/**
 * Service worker: passes the browser's events to `ShellCache`. It controls
 * pages from their next load on, never an open one.
 *
 * @module
 */
import { type AppShell, ShellCache } from "./shell_cache.ts";

interface ExtendableEventLike {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEventLike {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface NotificationClickLike extends ExtendableEventLike {
  readonly notification: Pick<Notification, "title" | "close">;
}

interface WindowClientLike {
  readonly url: string;
  focus(): Promise<unknown>;
}

/** The part of `ServiceWorkerGlobalScope` that is used. */
interface WorkerScope {
  readonly caches: CacheStorage;
  readonly location: Location;
  fetch(request: Request): Promise<Response>;
  skipWaiting(): Promise<void>;
  addEventListener(
    type: "install" | "activate",
    listener: (event: ExtendableEventLike) => void,
  ): void;
  addEventListener(
    type: "fetch",
    listener: (event: FetchEventLike) => void,
  ): void;
  addEventListener(
    type: "notificationclick",
    listener: (event: NotificationClickLike) => void,
  ): void;
  readonly clients: {
    matchAll(
      options: { readonly type: "window"; readonly includeUncontrolled: true },
    ): Promise<readonly WindowClientLike[]>;
  };
}

declare const self: WorkerScope;
/** Defined by the build. */
declare const MARU_SHELL: AppShell;

const cache = new ShellCache({
  shell: MARU_SHELL,
  baseUrl: new URL("./", self.location.href).href,
  // Throws where the browser blocks storage.
  get caches() {
    return self.caches;
  },
  fetch: (request) => self.fetch(request),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
});

self.addEventListener("install", (event) => {
  // Safe for open pages: the files of their build stay cached.
  event.waitUntil(cache.install().then(() => self.skipWaiting()));
});
self.addEventListener(
  "activate",
  (event) => event.waitUntil(cache.deleteOldBuilds()),
);
self.addEventListener("fetch", (event) => {
  if (cache.handles(event.request)) {
    event.respondWith(cache.respond(event.request));
  }
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(focusCall());
});

/** Shows the page that the notification is about: the only one with a room. */
async function focusCall(): Promise<void> {
  const pages = await self.clients.matchAll({
    type: "window",
    includeUncontrolled: true,
  });
  await pages.find(({ url }) => url.includes("/r/"))?.focus();
}
