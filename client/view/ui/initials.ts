/**
 * Initials and colour of an avatar, shown while a camera is off.
 *
 * @module
 */

/** Number of `.hue-N` classes in `avatar.css`. */
export const HUE_COUNT = 6;

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

/** Index of a member's colour, the same on every page of a call. */
export function hueOf(id: string): number {
  let sum = 0;
  for (let i = 0; i < id.length; i++) sum = (sum * 31 + id.charCodeAt(i)) >>> 0;
  return sum % HUE_COUNT;
}

function firstGraphemeOf(word: string): string {
  const [first] = new Intl.Segmenter().segment(word);
  return first?.segment ?? "";
}
