/**
 * Registers the service worker, which makes the page installable. The page
 * works without it, so failures are ignored.
 *
 * @module
 */
import { trustScriptUrl } from "../platform/trusted_script_url.ts";

/**
 * Registers the worker after the page has loaded, so that it does not delay it.
 *
 * @param onCodeChange The server has other code than at the last visit.
 */
export function registerServiceWorker(
  container: ServiceWorkerContainer | undefined,
  onCodeChange: () => void = () => {},
): void {
  if (!container) return;
  const register = () => {
    // A browser refuses when the certificate is not trusted.
    container.register(trustScriptUrl("sw.js"), { updateViaCache: "none" })
      .then((registration) => {
        registration.onupdatefound = () => {
          // The first one is no change.
          if (registration.active) onCodeChange();
        };
      })
      .catch(() => {});
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
