/**
 * Initials of an avatar, shown while a camera is off.
 *
 * @module
 */

import { firstGraphemeOf } from "../../../signaling/display_name.ts";

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
