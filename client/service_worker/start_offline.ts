/**
 * Entry of the offline page, which the service worker shows when the server
 * does not answer: polls the server and opens the requested page once it does.
 *
 * @module
 */
import { BASE_URL, serverPathOf, serverUrl } from "../engine/base_url.ts";
import { systemClock } from "../engine/clock.ts";
import { ServerProbe } from "../engine/signaling/server_probe.ts";
import { Store } from "../engine/store.ts";
import { mountOfflinePage } from "../view/mount_offline.tsx";
import type { Preferences } from "../view/context/preferences.ts";

/** Shows the page and begins to poll. */
export function startOffline(root: Element, preferences: Preferences): void {
  const store = new Store({ isProbing: false, hasFailed: false });
  const probe = new ServerProbe(store, {
    clock: systemClock,
    fetchHealth: () => fetch(serverUrl("/livez"), { cache: "no-store" }),
    onReachable: () => {
      // Under its own path the offline page would load itself again.
      if (serverPathOf(location).endsWith("/offline.html")) {
        location.replace(BASE_URL);
      } else location.reload();
    },
  });
  mountOfflinePage(root, preferences, {
    store,
    searchNow: () => void probe.probeNow(),
  });
  addEventListener("online", () => void probe.probeNow());
  probe.start();
}
