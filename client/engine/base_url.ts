/**
 * Addresses of the server. They are relative to the folder above that of the
 * scripts, so that the page also works below a path of a proxy.
 *
 * @module
 */

/** Address of the start page, which ends with `/`. */
export const BASE_URL: URL = new URL("../", import.meta.url);

/** Address of a path of the server, such as `/ice`. */
export function serverUrl(path: string): URL {
  return new URL(`.${path}`, BASE_URL);
}

/** Path of a page as the server has it: without that of a proxy. */
export function serverPathOf(
  { pathname }: { readonly pathname: string },
): string {
  return pathname.slice(BASE_URL.pathname.length - 1);
}
