/**
 * Registers the service worker, which makes the page installable. Without it
 * the page does all the same, so a browser that refuses is let be.
 *
 * @module
 */

/** Newer than the types of browsers, and not in all of them. */
declare const trustedTypes: {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
};

const WORKER_PATH = "/sw.js";

/** Registers the worker once the page has loaded and is not in its way. */
export function registerServiceWorker(
  container: ServiceWorkerContainer | undefined,
): void {
  if (!container) return;
  const register = () => {
    // With a certificate that is not trusted, a browser refuses.
    container.register(trustedWorkerUrl(), { updateViaCache: "none" })
      .catch(() => {});
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}

/** The page's policy wants the address as one that was vouched for. */
function trustedWorkerUrl(): string {
  if (typeof trustedTypes === "undefined") return WORKER_PATH;
  return trustedTypes.createPolicy("maru-worker", {
    createScriptURL: () => WORKER_PATH,
  }).createScriptURL(WORKER_PATH);
}
