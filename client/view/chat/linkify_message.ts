/**
 * Finds the links in a message. Everything that is not surely the address of
 * a web page stays text, so that nobody can hide a script or another place
 * behind a word.
 *
 * @module
 */

/** A stretch of a message. */
export type MessagePart =
  | { readonly kind: "text"; readonly text: string }
  | {
    readonly kind: "link";
    /** As it was written. */
    readonly text: string;
    /** As the browser reads it: http or https. */
    readonly href: string;
  };

/** Longest address that becomes a link, in UTF-16 code units. */
const MAX_URL_LENGTH = 2_000;
const URL_CANDIDATE = /\bhttps?:\/\/[^\s<>"'`\u{3000}]+/giu;
/** What ends a sentence and not an address. */
const TRAILING_PUNCTUATION = /^[.,;:!?*_~…。、，！？」』”’]$/u;
const BRACKETS: Readonly<Record<string, string>> = {
  ")": "(",
  "]": "[",
  "}": "{",
};

/**
 * The message in parts; together they have its whole text. Controls, and
 * characters that turn the direction of what follows, are shown as `�`, for
 * they could show an address as another; line breaks stay.
 */
export function linkifyMessage(message: string): readonly MessagePart[] {
  const text = message.replace(
    /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu,
    replaceControlCharacter,
  );
  const parts: MessagePart[] = [];
  let at = 0;
  for (const match of text.matchAll(URL_CANDIDATE)) {
    const written = trimUrlEnd(match[0]);
    const href = webUrlOf(written);
    if (href === null) continue;
    if (match.index > at) {
      parts.push({ kind: "text", text: text.slice(at, match.index) });
    }
    parts.push({ kind: "link", text: written, href });
    at = match.index + written.length;
  }
  if (at < text.length) parts.push({ kind: "text", text: text.slice(at) });
  return parts;
}

function replaceControlCharacter(character: string): string {
  return /[\n\r\t]/.test(character) ? character : "\u{FFFD}";
}

/** Without the end of the sentence, and without a bracket that opened before it. */
function trimUrlEnd(written: string): string {
  const counts = new Map<string, number>();
  const count = (character: string, by: number) => {
    const sum = (counts.get(character) ?? 0) + by;
    counts.set(character, sum);
    return sum;
  };
  for (const character of written) count(character, 1);
  let end = written.length;
  for (; end > 0; end--) {
    const last = written.charAt(end - 1);
    const opening = BRACKETS[last];
    const isLoose = opening !== undefined && count(last, 0) > count(opening, 0);
    if (!isLoose && !TRAILING_PUNCTUATION.test(last)) break;
    count(last, -1);
  }
  return written.slice(0, end);
}

/** The address as the browser reads it, or null when it shall be no link. */
function webUrlOf(written: string): string | null {
  if (written.length > MAX_URL_LENGTH || /[\p{Cf}\uFFFD]/u.test(written)) {
    return null;
  }
  try {
    const url = new URL(written);
    const isWeb = url.protocol === "http:" || url.protocol === "https:";
    // "https://bank.example@evil.example" leads to evil.example.
    const isPlain = url.username === "" && url.password === "";
    return isWeb && isPlain && url.hostname !== "" ? url.href : null;
  } catch {
    return null;
  }
}
