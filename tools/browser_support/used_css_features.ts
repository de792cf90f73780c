/**
 * Finds the selectors and at-rules of a style sheet, as features of MDN's
 * compatibility data: a browser drops a whole rule whose selector it does not
 * know, and with an at-rule everything in it. It ignores an unknown property
 * alone. Vendor prefixes are meant for one browser.
 *
 * @module
 */
import type { UsedFeature } from "./find_unsupported.ts";

const COMMENT = /\/\*.*?\*\//gs;
const PSEUDO = /::?([a-z][a-z-]*)(?=[^{};]*\{)/g;
const AT_RULE = /@([a-z][a-z-]*)/g;

/** All uses in one style sheet. */
export function findUsedCssFeatures(file: string, text: string): UsedFeature[] {
  // Blank lines keep the numbers of the others.
  const css = text.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ""));
  const find = (pattern: RegExp, kind: string): UsedFeature[] =>
    [...css.matchAll(pattern)].map(({ 0: match, 1: name = "", index }) => ({
      file,
      line: css.slice(0, index).split("\n").length,
      name: match,
      paths: [["css", kind, name]],
    }));
  return [...find(PSEUDO, "selectors"), ...find(AT_RULE, "at-rules")];
}
