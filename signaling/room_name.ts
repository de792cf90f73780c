/**
 * Names of rooms: which ones are valid, which ones are the same room, and the
 * name in what a person typed or a chat program made of a link. Shared by
 * server and browser.
 *
 * @module
 */

const ROOM_NAME_PATTERN = /^[\p{L}\p{M}\p{Nd}_-]{1,64}$/u;
/** Characters that cannot be part of a name, at the start or the end of a text. */
const EDGES = /^[^\p{L}\p{M}\p{Nd}_-]+|[^\p{L}\p{M}\p{Nd}_-]+$/gu;
const ESCAPE = /%[\da-f]{2}/i;
/** Times that a link is encoded at most when programs pass it on. */
const MAX_DECODINGS = 3;
/** Longest text in which a name is searched, in UTF-16 code units. */
const MAX_TEXT_LENGTH = 4096;

/**
 * Canonical form of a room name (NFC, so that the same word typed on two
 * systems is the same room), or null when it is not 1 to 64 letters, digits,
 * `-` and `_`.
 */
export function canonicalizeRoomName(name: string): string | null {
  const canonical = name.normalize("NFC");
  return ROOM_NAME_PATTERN.test(canonical) ? canonical : null;
}

/**
 * Key by which rooms are compared: names that differ only in the case of
 * letters have the same one. Through upper case, since `σ` and `ς` are
 * two lower case forms of one letter, and `ß` and `SS` are the same. `ı` stays, as in the case folding of
 * Unicode: it is a letter of its own.
 */
export function roomKeyOf(name: string): string {
  return name.normalize("NFC").split("ı")
    .map((part) => part.toLowerCase().toUpperCase().toLowerCase()).join("ı")
    .normalize("NFC");
}

/**
 * Room name in a typed text or in the last part of a mangled address: percent
 * encoding is decoded, invisible characters and punctuation around the name
 * are removed, spaces become `-`. Null when no valid name remains.
 */
export function parseRoomName(text: string): string | null {
  if (text.length > MAX_TEXT_LENGTH) return null;
  const decoded = decodeRepeatedly(text);
  if (ESCAPE.test(decoded)) return null;
  const name = decoded.normalize("NFC").replace(/\p{Cf}/gu, "")
    .replace(EDGES, "").replace(/\s+/g, "-");
  return canonicalizeRoomName(name);
}

/** Decodes percent encoding, also when it was encoded more than once. */
export function decodeRepeatedly(text: string): string {
  let decoded = text;
  for (let i = 0; i < MAX_DECODINGS && ESCAPE.test(decoded); i++) {
    try {
      decoded = decodeURIComponent(decoded);
    } catch {
      return decoded;
    }
  }
  return decoded;
}
