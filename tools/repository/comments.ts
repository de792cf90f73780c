/**
 * Checks that a source file starts with a comment on its purpose and that each
 * export has a doc comment.
 *
 * @module
 */
import type { RepositoryProblem } from "./problem.ts";

const DECLARATION =
  /^export (?:declare )?(?:abstract )?(?:async )?(function\*?|class|const|let|interface|type|enum|namespace) (\w+)/;
const ONE_LINE_CONST = /^export const \w+ = [\w.]+;$/;

/** Missing comments of one source file. */
export function findSourceProblems(
  file: string,
  text: string,
): RepositoryProblem[] {
  const lines = text.split("\n");
  const found: RepositoryProblem[] = [];
  if (!hasModuleComment(lines)) {
    const message = "The file does not start with a comment on its purpose";
    found.push({ file, line: 1, message });
  }
  let overloaded = "";
  for (const [index, line] of lines.entries()) {
    const [, kind, name = ""] = DECLARATION.exec(line) ?? [];
    if (!kind) continue;
    const isOverload = kind.startsWith("function") && name === overloaded;
    overloaded = name;
    if (isOverload || hasDocComment(lines, index)) continue;
    const message = `The export ${name} has no doc comment`;
    found.push({ file, line: index + 1, message });
  }
  return found;
}

function hasModuleComment(lines: readonly string[]): boolean {
  const first = lines.findIndex((line) => !line.startsWith("#!"));
  const comment = lines[first]?.startsWith("/**")
    ? readComment(lines, first)
    : "";
  return comment.includes("@module") && countWords(comment) > 2;
}

/** Text of the comment that starts at a line, without its stars. */
function readComment(lines: readonly string[], start: number): string {
  const text: string[] = [];
  for (const line of lines.slice(start)) {
    text.push(line.replace(/^\s*(\/\*\*|\*\/|\*)/, "").replace(/\*\/\s*$/, ""));
    if (line.includes("*/")) break;
  }
  return text.join("\n");
}

/** Words before the first tag. */
function countWords(comment: string): number {
  return comment.replace(/^\s*@[\s\S]*/m, "").match(/\S+/g)?.length ?? 0;
}

/** True when a comment of at least two words ends on the line above. */
function hasDocComment(lines: readonly string[], index: number): boolean {
  let at = index - 1;
  // Constants in one block share the comment above it.
  if (ONE_LINE_CONST.test(lines[index] ?? "")) {
    while (ONE_LINE_CONST.test(lines[at] ?? "")) at--;
  }
  // Comments for the linter may follow the doc comment.
  while (lines[at]?.startsWith("//")) at--;
  if (!lines[at]?.trimEnd().endsWith("*/")) return false;
  let start = at;
  while (start >= 0 && !lines[start]?.includes("/**")) start--;
  const comment = start < 0 ? "" : readComment(lines, start);
  return !comment.includes("@module") && countWords(comment) >= 2;
}
