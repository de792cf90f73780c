/**
 * Checks the relative links of Markdown files.
 *
 * @module
 */
import type { RepositoryProblem } from "./problem.ts";

/** The files that a link can point to. */
export interface LinkTargets {
  /** True when a file or folder has this path from the root. */
  readonly exists: (path: string) => boolean;
  /** Text of a file, or null when it does not exist. */
  readonly readText: (path: string) => string | null;
}

const LINK = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)/g;
const LINK_REFERENCE = /^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/;
const HTML_LINK = /\b(?:href|src|srcset)="([^"]+)"/g;
const ABSOLUTE_URL = /^([a-z][a-z0-9+.-]*:|\/\/)/i;

/** Relative links of a Markdown file whose target does not exist. */
export function findLinkProblems(
  file: string,
  text: string,
  files: LinkTargets,
): RepositoryProblem[] {
  const found: RepositoryProblem[] = [];
  let isCode = false;
  for (const [index, raw] of text.split("\n").entries()) {
    if (/^\s*(```|~~~)/.test(raw)) isCode = !isCode;
    if (isCode) continue;
    const line = raw.replaceAll(/`[^`]*`/g, "");
    for (const target of linkTargetsOf(line)) {
      const message = checkLink(file, target, files);
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
  files: LinkTargets,
): string | null {
  if (ABSOLUTE_URL.test(target)) return null;
  const url = new URL(target, `file:///${file}`);
  const path = decodeURIComponent(url.pathname).slice(1);
  if (!files.exists(path)) {
    return `The target of the link does not exist: ${target}`;
  }
  if (!url.hash || !path.endsWith(".md")) return null;
  const anchor = decodeURIComponent(url.hash.slice(1));
  const isKnown = anchorsOf(files.readText(path) ?? "").has(anchor);
  return isKnown ? null : `No heading has this anchor: ${target}`;
}

/** Anchors of the headings of a Markdown text, as GitHub makes them. */
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
