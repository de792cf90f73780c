/**
 * Address of the start page: the folder above that of the scripts. Every other
 * address is relative to it, so the page also works below a path of a proxy.
 *
 * @module
 */

/** Ends with `/`. */
export const BASE_URL: URL = new URL("../", import.meta.url);
