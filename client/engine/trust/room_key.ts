/**
 * Key of a room: 128 random bits in the fragment of its link (`#k=`), which
 * browsers do not send to any server.
 *
 * @module
 */

/** Key of a room. */
export type RoomKey = Uint8Array<ArrayBuffer>;

const KEY_BYTES = 16;
const KEY_TEXT = /^[\w-]{21}[AQgw]$/;

/** Makes a key, as base64url without padding (RFC 4648 §5). */
export function makeRoomKeyText(
  fillRandom: (bytes: Uint8Array<ArrayBuffer>) => unknown,
): string {
  const bytes = new Uint8Array(KEY_BYTES);
  fillRandom(bytes);
  return encodeBase64Url(bytes);
}

/** Reads a key; null when the text is not one. */
export function readRoomKey(text: string): RoomKey | null {
  if (!KEY_TEXT.test(text)) return null;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** Bytes as base64url without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-")
    .replaceAll("/", "_").replaceAll("=", "");
}
