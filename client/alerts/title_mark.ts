/**
 * Mark of a tab whose page has something new.
 *
 * @module
 */

const MARK = /^\(\d+\) /;
const MAX_SHOWN = 99;

/** A title with the number of new things, or without a mark for none. */
export function markTitle(title: string, count: number): string {
  const bare = title.replace(MARK, "");
  return count === 0 ? bare : `(${Math.min(count, MAX_SHOWN)}) ${bare}`;
}
