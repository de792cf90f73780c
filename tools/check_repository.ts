/**
 * Checks what the format, lint and type checks do not: comments on files and
 * exports, links of the documents, duplicate type names, import cycles, how
 * tests start the server, and avoided words. Prints each problem as
 * `file:line: message` and warns of long files.
 *
 * @module
 */
// deno-lint-ignore-file no-console
import { findSourceProblems } from "./repository/comments.ts";
import { findDuplicateTypes } from "./repository/exported_types.ts";
import { findImportCycles } from "./repository/import_cycles.ts";
import { findLinkProblems } from "./repository/links.ts";
import type { RepositoryProblem } from "./repository/problem.ts";
import { findServerStarts } from "./repository/server_starts.ts";
import { findAvoidedWords } from "./repository/words.ts";

/** Lines above which a file is reported as long. */
export const LONG_FILE_LINES = 250;

const SOURCE_FOLDERS = [
  "signaling",
  "ice",
  "client",
  "server",
  "tools",
  "bench",
];
const IGNORED_FOLDERS = [
  ".git",
  ".maru",
  "node_modules",
  "dist",
  "screenshots",
];
const CODE = /\.(ts|tsx|js|mjs)$/;
const ENGLISH = /\.(ts|tsx|js|mjs|css|html|md|yml|json)$/;
/** Files that quote avoided words, texts in Korean, and recorded data. */
const NOT_ENGLISH =
  /^(tools\/repository\/words|tests\/unit\/tools\/repository\/words_test|client\/strings\/ko)\.ts$|^README\.ko\.md$|^docs\/operations\.ko\.md$|^deno\.lock$|fixtures\//;

/** All problems of the repository at `root`. Needs permission to read it. */
export function checkRepository(root: URL): RepositoryProblem[] {
  const files = readTextFiles(root);
  const sources = new Map([...files].filter(([path]) => isSource(path)));
  return [
    ...[...sources].flatMap(([path, text]) => findSourceProblems(path, text)),
    ...findDuplicateTypes(sources),
    ...findImportCycles(sources),
    ...findDocumentProblems(root, files),
    ...[...files].flatMap(([path, text]) => findServerStarts(path, text)),
    ...[...files].flatMap(([path, text]) =>
      NOT_ENGLISH.test(path) ? [] : findAvoidedWords(path, text)
    ),
  ];
}

function findDocumentProblems(
  root: URL,
  files: ReadonlyMap<string, string>,
): RepositoryProblem[] {
  const targets = {
    exists: (path: string) => pathExists(new URL(path || ".", root)),
    readText: (path: string) => files.get(path) ?? null,
  };
  return [...files].flatMap(([path, text]) =>
    path.endsWith(".md") ? findLinkProblems(path, text, targets) : []
  );
}

function readTextFiles(root: URL): Map<string, string> {
  return new Map(
    [...walkPaths(root, "")].filter((path) => ENGLISH.test(path)).toSorted()
      .map((path) => [path, Deno.readTextFileSync(new URL(path, root))]),
  );
}

function* walkPaths(root: URL, folder: string): Generator<string> {
  const url = new URL(folder ? `${folder}/` : ".", root);
  for (const entry of Deno.readDirSync(url)) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (IGNORED_FOLDERS.includes(entry.name)) continue;
    if (entry.isDirectory) yield* walkPaths(root, path);
    else if (entry.isFile) yield path;
  }
}

function pathExists(url: URL): boolean {
  try {
    Deno.statSync(url);
    return true;
  } catch {
    return false;
  }
}

function isSource(path: string): boolean {
  if (!CODE.test(path) || path.endsWith(".d.ts")) return false;
  const [first = ""] = path.split("/");
  return path === "main.ts" || SOURCE_FOLDERS.includes(first);
}

function main(root: URL): number {
  const problems = checkRepository(root);
  for (const { file, line, message } of problems) {
    console.error(`${file}:${line}: ${message}`);
  }
  for (const [path, text] of readTextFiles(root)) {
    if (!CODE.test(path)) continue;
    const count = text.trimEnd().split("\n").length;
    if (count > LONG_FILE_LINES) {
      console.warn(`${path}: warning: ${count} lines`);
    }
  }
  return problems.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exitCode = main(new URL("../", import.meta.url));
