/**
 * Initials of an avatar, shown while a camera is off.
 *
 * @module
 */

/** A flag, or a character with its marks and what is joined to it (`Intl.Segmenter` is newer than some browsers). */
const GRAPHEME =
  /^(?:\p{Regional_Indicator}{2}|.[\p{M}\p{Emoji_Modifier}]*(?:\u200d.[\p{M}\p{Emoji_Modifier}]*)*)/su;

/**
 * One or two letters of a name: the first letters of the first and last word,
 * or the given name of a Korean name written as one word.
 */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => word !== "");
  const [first = ""] = words;
  const last = words.at(-1) ?? "";
  if (words.length > 1) {
    return (firstGraphemeOf(first) + firstGraphemeOf(last)).toUpperCase();
  }
  if (/^\p{Script=Hangul}{2,4}$/u.test(first)) return first.slice(-2);
  return firstGraphemeOf(first).toUpperCase();
}

/** First character as a reader sees it, marks and joined emoji included. */
function firstGraphemeOf(word: string): string {
  return GRAPHEME.exec(word.normalize())?.[0] ?? "";
}
