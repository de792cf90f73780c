/**
 * Origin in a `Referer` header.
 *
 * @module
 */

/** Origin of the page that a `Referer` names, or null. */
export function refererOriginOf(referer: string | null): string | null {
  if (referer === null || !URL.canParse(referer)) return null;
  const { origin } = new URL(referer);
  return origin === "null" ? null : origin;
}
