/**
 * Registers the service worker, which makes the page installable. The page
 * works without it, so failures are ignored.
 *
 * @module
 */

import { serverUrl } from "../engine/base_url.ts";

/** Newer than the types of browsers, and not in all of them. */
declare const trustedTypes: {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
};

const WORKER_URL = serverUrl("/sw.js").href;

/** Registers the worker after the page has loaded, so that it does not delay it. */
export function registerServiceWorker(
  container: ServiceWorkerContainer | undefined,
): void {
  if (!container) return;
  const register = () => {
    // A browser refuses when the certificate is not trusted.
    container.register(trustedWorkerUrl(), { updateViaCache: "none" })
      .catch(() => {});
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}

/** The Trusted Types policy of the page requires a trusted script URL. */
function trustedWorkerUrl(): string {
  if (typeof trustedTypes === "undefined") return WORKER_URL;
  return trustedTypes.createPolicy("maru-worker", {
    createScriptURL: () => WORKER_URL,
  }).createScriptURL(WORKER_URL);
}
