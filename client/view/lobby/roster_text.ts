/**
 * Who is inside, in one sentence.
 *
 * @module
 */
import type { TextFormatter } from "../context/i18n.ts";

/** Names that are told; the others are counted. */
const MAX_LISTED_NAMES = 3;

/** The sentence for these names; one is empty for somebody without a name. */
export function formatRoster(
  names: readonly string[],
  text: TextFormatter,
): string {
  const told = names.filter((name) => name !== "").slice(0, MAX_LISTED_NAMES);
  const others = names.length - told.length;
  if (names.length === 0) return text("insideNobody");
  if (told.length === 0) return text("insideCount", { n: others });
  if (others > 0) {
    return text("insideMore", { names: told.join(", "), n: others });
  }
  const last = told.at(-1) ?? "";
  const before = told.slice(0, -1).join(", ");
  const list = before === "" ? last : text("insideAnd", { a: before, b: last });
  return text("insideNames", { names: list, n: told.length });
}
