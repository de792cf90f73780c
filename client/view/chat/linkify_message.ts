/**
 * Finds links in a chat message. Only plain http and https URLs become links;
 * everything ambiguous stays text, so that a message cannot disguise a script
 * or another host.
 *
 * @module
 */

/** Part of a message. */
export type MessagePart =
  | { readonly kind: "text"; readonly text: string }
  | {
    readonly kind: "link";
    /** As written. */
    readonly text: string;
    /** Normalized by the URL parser; http or https. */
    readonly href: string;
  };

/** Longest URL that becomes a link, in UTF-16 code units. */
const MAX_URL_LENGTH = 2_000;
const URL_CANDIDATE = /\bhttps?:\/\/[^\s<>"'`\u{3000}]+/giu;
/** Punctuation that ends a sentence rather than a URL. */
const TRAILING_PUNCTUATION = /^[.,;:!?*_~…。、，！？」』”’]$/u;
const BRACKETS: Readonly<Record<string, string>> = {
  ")": "(",
  "]": "[",
  "}": "{",
};

/**
 * Splits a message into text and links. Control and bidirectional formatting
 * characters become `�`, since they could make a URL look like another one;
 * line breaks and tabs stay.
 */
export function linkifyMessage(message: string): readonly MessagePart[] {
  const text = replaceControlCharacters(message);
  const parts: MessagePart[] = [];
  let position = 0;
  for (const match of text.matchAll(URL_CANDIDATE)) {
    const written = trimUrlEnd(match[0]);
    const href = webUrlOf(written);
    if (href === null) continue;
    if (match.index > position) {
      parts.push({ kind: "text", text: text.slice(position, match.index) });
    }
    parts.push({ kind: "link", text: written, href });
    position = match.index + written.length;
  }
  if (position < text.length) {
    parts.push({ kind: "text", text: text.slice(position) });
  }
  return parts;
}

/**
 * Replaces control and bidirectional formatting characters by `�`; line breaks
 * and tabs stay.
 */
export function replaceControlCharacters(message: string): string {
  return message.replace(
    /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu,
    (character) => /[\n\r\t]/.test(character) ? character : "\u{FFFD}",
  );
}

/** Removes trailing punctuation and closing brackets without an opening one. */
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
    const isUnmatched = opening !== undefined &&
      count(last, 0) > count(opening, 0);
    if (!isUnmatched && !TRAILING_PUNCTUATION.test(last)) break;
    count(last, -1);
  }
  return written.slice(0, end);
}

/** Normalized URL, or null when the text must not become a link. */
function webUrlOf(written: string): string | null {
  if (written.length > MAX_URL_LENGTH || /[\p{Cf}\uFFFD]/u.test(written)) {
    return null;
  }
  try {
    const url = new URL(written);
    const isWeb = url.protocol === "http:" || url.protocol === "https:";
    // "https://bank.example@evil.example" opens evil.example.
    const isPlain = url.username === "" && url.password === "";
    return isWeb && isPlain && url.hostname !== "" ? url.href : null;
  } catch {
    return null;
  }
}
