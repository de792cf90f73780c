/**
 * Names that people give themselves and their files: what can be seen of them,
 * and cutting that keeps joined characters whole. Shared by server and browser.
 *
 * @module
 */

/** Longest display name, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 60;

/** Marks, skin tones and tags that belong to the character before them. */
const TRAILING = "[\\p{M}\\p{Emoji_Modifier}\\u200c\\u{e0020}-\\u{e007f}]*";
/**
 * A flag, or a character with its marks and what is joined to it
 * (`Intl.Segmenter` is newer than some supported browsers).
 */
const GRAPHEME = new RegExp(
  `\\p{Regional_Indicator}{2}|.${TRAILING}(?:\\u200d.${TRAILING})*`,
  "gsu",
);
/** Invisible characters, except those that join or change others. */
const INVISIBLE =
  /(?![\u200c\u200d\ufe00-\ufe0f\u{e0020}-\u{e007f}\u{e0100}-\u{e01ef}])\p{Default_Ignorable_Code_Point}/gu;
/** A character that can be seen alone; U+2800 is the empty braille pattern. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** The first character as a reader sees it; empty for an empty text. */
export function firstGraphemeOf(text: string): string {
  return text.normalize().match(GRAPHEME)?.[0] ?? "";
}

/**
 * Start of a text of at most this many UTF-16 code units. Joined emoji, flags
 * and letters with marks stay whole, unless one alone is longer.
 */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = 0;
  for (const [grapheme] of text.matchAll(GRAPHEME)) {
    if (end + grapheme.length > maxLength) break;
    end += grapheme.length;
  }
  const cut = text.slice(0, end || maxLength);
  // Half of a surrogate pair.
  return cut.replace(/[\ud800-\udbff]$/, "");
}

/** True when nothing of a text can be seen. */
export function isInvisible(text: string): boolean {
  return !VISIBLE.test(text);
}

/** Removes characters that cannot be seen and join nothing. */
export function removeInvisible(text: string): string {
  return text.replace(INVISIBLE, "");
}

/**
 * A display name as one line, without direction marks and invisible characters,
 * cut to `MAX_NAME_LENGTH`. Empty when nothing of it can be seen.
 */
export function cleanDisplayName(name: string): string {
  const line = removeInvisible(
    name.slice(0, 16 * MAX_NAME_LENGTH).normalize("NFC")
      .replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, " "),
  ).replace(/\s+/g, " ").trim();
  return isInvisible(line) ? "" : cutText(line, MAX_NAME_LENGTH).trimEnd();
}
