/**
 * Words and phrases that the texts of the project avoid, each with the usual
 * term. They are searched in comments, log lines, messages, test names and the
 * English documents.
 *
 * @module
 */
import type { RepositoryProblem } from "./problem.ts";

/** A pattern to avoid, and what to write instead. */
interface AvoidedWord {
  readonly pattern: RegExp;
  readonly instead: string;
}

const AVOIDED: readonly AvoidedWord[] = [
  { pattern: /\banew\b/i, instead: "again" },
  { pattern: /\bwhom?ever\b/i, instead: "anyone who" },
  { pattern: /\bdoors?\b/i, instead: "listener, waiting room" },
  { pattern: /\bdawdl\w*/i, instead: "exceeds its deadline" },
  { pattern: /\bdeaf\b/i, instead: "stopped accepting" },
  { pattern: /\bshelf\b/i, instead: "registry" },
  { pattern: /\bfarewell\b/i, instead: "shutdown" },
  { pattern: /\bmisspelt\b/i, instead: "unknown" },
  { pattern: /\bshall\b/i, instead: "must, should" },
  { pattern: /\bthrown away\b/i, instead: "deleted, dropped" },
  { pattern: /\bwho (waits|comes|is inside)\b/i, instead: "a noun" },
  { pattern: /\b(what|who) is owed\b/i, instead: "pending messages" },
  { pattern: /\b(is|are|was|were) told\b/i, instead: "the active voice" },
  { pattern: /\bin vain\b/i, instead: "without success" },
  { pattern: /\ball the same\b/i, instead: "still" },
  { pattern: /\blets? go of\b/i, instead: "releases" },
  { pattern: /\bmend(s|ed|ing)?\b/i, instead: "fix" },
  { pattern: /\bwould else\b|\belse would\b/i, instead: "otherwise" },
  { pattern: /\b(to|for|of|by) who\b/i, instead: "a noun" },
  { pattern: /\bbe let be\b|\bis let be\b/i, instead: "ignored" },
];

/** `else` for "otherwise", which only a comment can contain. */
const ELSE_IN_COMMENT =
  /^\s*(?:\*|\/\/|\/\*).*(?<!\b(?:any|some|every|no)(?:thing|one|body|where) )(?<!\bor )\belse\b/i;

/** The avoided words in a text, line by line. */
export function findAvoidedWords(
  file: string,
  text: string,
): RepositoryProblem[] {
  const problems: RepositoryProblem[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    for (const { pattern, instead } of AVOIDED) {
      const match = pattern.exec(line);
      if (!match) continue;
      const message = `Write ${instead} instead of "${match[0]}"`;
      problems.push({ file, line: index + 1, message });
    }
    if (/\.tsx?$/.test(file) && ELSE_IN_COMMENT.test(line)) {
      const message = 'Write otherwise instead of "else"';
      problems.push({ file, line: index + 1, message });
    }
  }
  return problems;
}
