/**
 * The page that the service worker shows when the server does not answer:
 * looks for it, and opens the page that was asked for once it is back.
 *
 * @module
 */
import { systemClock } from "../engine/clock.ts";
import { ServerProbe } from "../engine/signaling/server_probe.ts";
import { Store } from "../engine/store.ts";
import { mountOfflinePage } from "../view/mount.tsx";
import type { Preferences } from "../view/context/preferences.ts";

/** True for the document that the worker keeps. */
export function isOfflinePage(root: HTMLElement): boolean {
  return root.dataset.page === "offline";
}

/** Shows the page and begins to look. */
export function startOffline(root: Element, preferences: Preferences): void {
  const store = new Store({ isProbing: false, hasFailed: false });
  const search = new ServerProbe(store, {
    clock: systemClock,
    fetchHealth: () => fetch("/livez", { cache: "no-store" }),
    onReachable: () => {
      // Under its own name the page would only find itself again.
      if (location.pathname === "/offline.html") location.replace("/");
      else location.reload();
    },
  });
  mountOfflinePage(root, preferences, {
    store,
    searchNow: () => void search.probeNow(),
  });
  addEventListener("online", () => void search.probeNow());
  search.start();
}
