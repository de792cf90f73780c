/**
 * Addresses of scripts that the page starts, for the Trusted Types that its
 * policy requires.
 *
 * @module
 */
import { BASE_URL } from "../engine/base_url.ts";

/** Newer than the types of browsers, and not in all of them. */
declare const trustedTypes: {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
};

/**
 * Marks the address of a script of this page as trusted, where Trusted Types
 * exist.
 *
 * @param path Path below the start page, known at the build.
 */
export function trustScriptUrl(path: string): string {
  const url = new URL(path, BASE_URL).href;
  if (typeof trustedTypes === "undefined") return url;
  return trustedTypes.createPolicy("maru-worker", {
    createScriptURL: () => url,
  }).createScriptURL(url);
}
