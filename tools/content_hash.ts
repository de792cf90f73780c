/**
 * Names of built files with a hash of the content, so that browsers may cache
 * them without a time limit.
 *
 * @module
 */

/** First eight hex digits of a content's SHA-256. */
export async function computeContentHash(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex().slice(0, 8);
}

/** The name with the hash before its ending: `icon.svg` is `icon-1A2B3C4D.svg`. */
export async function addContentHash(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const dot = name.lastIndexOf(".");
  return `${name.slice(0, dot)}-${await computeContentHash(bytes)}${
    name.slice(dot)
  }`;
}
