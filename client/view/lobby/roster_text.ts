/**
 * Formats the list of participants in the lobby.
 *
 * @module
 */
import type { TextFormatter } from "../context/i18n.ts";

/** Number of names in the sentence; the others are counted. */
const MAX_LISTED_NAMES = 3;

/** Sentence for the current participants; an empty name counts as a guest. */
export function formatRoster(
  names: readonly string[],
  text: TextFormatter,
): string {
  const listed = names.filter((name) => name !== "")
    .slice(0, MAX_LISTED_NAMES);
  const otherCount = names.length - listed.length;
  if (names.length === 0) return text("insideNobody");
  if (listed.length === 0) return text("insideCount", { n: otherCount });
  if (otherCount > 0) {
    return text("insideMore", { names: listed.join(", "), n: otherCount });
  }
  const last = listed.at(-1) ?? "";
  const allButLast = listed.slice(0, -1).join(", ");
  const list = allButLast === ""
    ? last
    : text("insideAnd", { a: allButLast, b: last });
  return text("insideNames", { names: list, n: listed.length });
}
