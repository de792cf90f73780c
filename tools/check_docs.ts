/**
 * Checks that each source file says why it exists, each export has its
 * sentence, and each relative link of the documents leads somewhere. Prints
 * what is wrong as `file:line: problem` and warns of long files.
 *
 * @module
 */
// deno-lint-ignore-file no-console

/** One thing that is wrong. */
export interface DocsProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** What a check knows of the files beside the one it looks at. */
export interface DocsFileSystem {
  /** True when the path from the project's folder is a file or a folder. */
  readonly exists: (path: string) => boolean;
  /** Text of a file, or null when there is none. */
  readonly readText: (path: string) => string | null;
}

/** Lines above which a file is named as long. */
export const LONG_FILE_LINES = 250;

const SOURCE_FOLDERS = [
  "signaling",
  "ice",
  "client",
  "server",
  "tools",
  "bench",
];
const IGNORED_NAMES = new Set([".git", ".maru", "node_modules", "dist"]);
const SOURCE_FILE = /\.(ts|tsx|js|mjs)$/;
const DECLARATION =
  /^export (?:declare )?(?:abstract )?(?:async )?(function\*?|class|const|let|interface|type|enum|namespace) (\w+)/;
const ONE_LINE_CONST = /^export const \w+ = [\w.]+;$/;
const LINK = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)/g;
const LINK_REFERENCE = /^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/;
const HTML_LINK = /\b(?:href|src|srcset)="([^"]+)"/g;
const ABSOLUTE_URL = /^([a-z][a-z0-9+.-]*:|\/\/)/i;

/** What is wrong with the comments of one source file. */
export function findSourceProblems(file: string, text: string): DocsProblem[] {
  const lines = text.split("\n");
  const found: DocsProblem[] = [];
  if (!hasModuleComment(lines)) {
    const message = "The file does not start with a comment that says why";
    found.push({ file, line: 1, message });
  }
  let overloaded = "";
  for (const [index, line] of lines.entries()) {
    const [, kind, name = ""] = DECLARATION.exec(line) ?? [];
    if (!kind) continue;
    const isOverload = kind.startsWith("function") && name === overloaded;
    overloaded = name;
    if (isOverload || hasDocComment(lines, index)) continue;
    const message = `The export ${name} has no sentence`;
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

/** True when a comment with at least two words ends right above a line. */
function hasDocComment(lines: readonly string[], index: number): boolean {
  let at = index - 1;
  // Numbers that stand in one block share the sentence above it.
  if (ONE_LINE_CONST.test(lines[index] ?? "")) {
    while (ONE_LINE_CONST.test(lines[at] ?? "")) at--;
  }
  // Comments for the linter may stand between.
  while (lines[at]?.startsWith("//")) at--;
  if (!lines[at]?.trimEnd().endsWith("*/")) return false;
  let start = at;
  while (start >= 0 && !lines[start]?.includes("/**")) start--;
  const comment = start < 0 ? "" : readComment(lines, start);
  return !comment.includes("@module") && countWords(comment) >= 2;
}

/** Relative links of one Markdown file that lead nowhere. */
export function findLinkProblems(
  file: string,
  text: string,
  documents: DocsFileSystem,
): DocsProblem[] {
  const found: DocsProblem[] = [];
  let isCode = false;
  for (const [index, raw] of text.split("\n").entries()) {
    if (/^\s*(```|~~~)/.test(raw)) isCode = !isCode;
    if (isCode) continue;
    const line = raw.replaceAll(/`[^`]*`/g, "");
    for (const target of linkTargetsOf(line)) {
      const message = checkLink(file, target, documents);
      if (message) found.push({ file, line: index + 1, message });
    }
  }
  return found;
}

function linkTargetsOf(line: string): string[] {
  const matches = [...line.matchAll(LINK), ...line.matchAll(HTML_LINK)];
  const targets = matches.map(([, target]) => target ?? "");
  const reference = LINK_REFERENCE.exec(line)?.[1];
  if (reference) targets.push(reference);
  return targets;
}

function checkLink(
  file: string,
  target: string,
  documents: DocsFileSystem,
): string | null {
  if (ABSOLUTE_URL.test(target)) return null;
  const url = new URL(target, `file:///${file}`);
  const path = decodeURIComponent(url.pathname).slice(1);
  if (!documents.exists(path)) return `The link leads nowhere: ${target}`;
  if (!url.hash || !path.endsWith(".md")) return null;
  const anchor = decodeURIComponent(url.hash.slice(1));
  const isKnown = anchorsOf(documents.readText(path) ?? "").has(anchor);
  return isKnown ? null : `No heading has this anchor: ${target}`;
}

/** Anchors that GitHub gives to the headings of a Markdown text. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  let isCode = false;
  for (const line of text.split("\n")) {
    if (/^\s*(```|~~~)/.test(line)) isCode = !isCode;
    const heading = isCode ? null : /^#{1,6}\s+(.+?)\s*#*$/.exec(line)?.[1];
    if (!heading) continue;
    const slug = heading.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let i = 1; anchors.has(anchor); i++) anchor = `${slug}-${i}`;
    anchors.add(anchor);
  }
  return anchors;
}

function* walkPaths(root: URL, folder: string): Generator<string> {
  const url = new URL(folder ? `${folder}/` : ".", root);
  for (const entry of Deno.readDirSync(url)) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (IGNORED_NAMES.has(entry.name)) continue;
    if (entry.isDirectory) yield* walkPaths(root, path);
    else if (entry.isFile) yield path;
  }
}

function isSource(path: string): boolean {
  if (!SOURCE_FILE.test(path) || path.endsWith(".d.ts")) return false;
  const [first = ""] = path.split("/");
  return path === "main.ts" || SOURCE_FOLDERS.includes(first);
}

function main(root: URL): number {
  const text = (path: string) => Deno.readTextFileSync(new URL(path, root));
  const paths = [...walkPaths(root, "")].toSorted();
  const folders = paths.flatMap((path) => {
    const parts = path.split("/").slice(0, -1);
    return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
  });
  const known = new Set(["", ...paths, ...folders]);
  const documents: DocsFileSystem = {
    exists: (path) => known.has(path.replace(/\/$/, "")),
    readText: (path) => known.has(path) ? text(path) : null,
  };
  const problems = paths.flatMap((path) => {
    if (isSource(path)) return findSourceProblems(path, text(path));
    if (path.endsWith(".md")) {
      return findLinkProblems(path, text(path), documents);
    }
    return [];
  });
  for (const { file, line, message } of problems) {
    console.error(`${file}:${line}: ${message}`);
  }
  for (const path of paths.filter((path) => SOURCE_FILE.test(path))) {
    const count = text(path).trimEnd().split("\n").length;
    if (count > LONG_FILE_LINES) {
      console.warn(`${path}: warning: ${count} lines`);
    }
  }
  return problems.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exitCode = main(new URL("../", import.meta.url));
