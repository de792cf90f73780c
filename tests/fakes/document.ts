/**
 * The documents of the project as tests read them: text, tables, examples.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);

/** True where a test may read the documents. */
export const HAS_READ_PERMISSION: boolean =
  (await Deno.permissions.query({ name: "read", path: ROOT })).state ===
    "granted";

/** Documents that people read, by their path from the project's folder. */
export const DOCUMENTS = [
  "README.md",
  "README.ko.md",
  "ARCHITECTURE.md",
  "PROTOCOL.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
] as const;

/** Text of a file of the project. */
export function readProjectFile(path: string): Promise<string> {
  return Deno.readTextFile(new URL(path, ROOT));
}

/** True when the project has a file or a folder at this path. */
export async function projectPathExists(path: string): Promise<boolean> {
  return await Deno.stat(new URL(path, ROOT)).then(() => true, () => false);
}

/**
 * Cells of the first table below a heading, row by row, without its head.
 *
 * @throws {RangeError} When there is no such heading, or no table below it.
 */
export function parseTableBelow(text: string, heading: string): string[][] {
  const lines = text.split("\n");
  const at = lines.findIndex((line) =>
    /^#+ /.test(line) && line.replace(/^#+ /, "") === heading
  );
  if (at < 0) throw new RangeError(`No heading: ${heading}`);
  const section = lines.slice(at + 1);
  const end = section.findIndex((line) => /^#+ /.test(line));
  const own = end < 0 ? section : section.slice(0, end);
  const first = own.findIndex((line) => line.startsWith("|"));
  if (first < 0) throw new RangeError(`No table below: ${heading}`);
  const rows: string[][] = [];
  for (const line of own.slice(first + 2)) {
    if (!line.startsWith("|")) break;
    rows.push(line.slice(1, -1).split("|").map((cell) => cell.trim()));
  }
  return rows;
}

/** A cell of code without its backticks; an other cell as it is. */
export function stripBackticks(cell: string | undefined): string {
  return /^`([^`]*)`$/.exec(cell ?? "")?.[1] ?? cell ?? "";
}

/** Text of each fenced block of one language. */
export function extractCodeBlocks(text: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...text.matchAll(fence)].map(([, block]) => block ?? "");
}
