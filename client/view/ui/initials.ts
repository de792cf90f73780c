/**
 * What stands for a person whose camera is off.
 *
 * @module
 */

/** Number of colours that the styles have for people. */
export const HUE_COUNT = 6;

/**
 * One or two letters for a name: first and last word's first letter, or of a
 * Korean name of one word the given name.
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

/** Colour of a person, the same on every page of a call. */
export function hueOf(id: string): number {
  let sum = 0;
  for (let i = 0; i < id.length; i++) sum = (sum * 31 + id.charCodeAt(i)) >>> 0;
  return sum % HUE_COUNT;
}

function firstGraphemeOf(word: string): string {
  const [first] = new Intl.Segmenter().segment(word);
  return first?.segment ?? "";
}
