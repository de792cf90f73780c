/**
 * Cleans names of files from other members, to show and to save them.
 *
 * @module
 */
import { MAX_FILE_NAME_CHARS } from "./file_limits.ts";

/** Longest extension, with its dot. */
const MAX_EXTENSION_CHARS = 20;

/**
 * A name without folders, control characters and direction marks (which would
 * show `exe.gpj` as `jpg.exe`), cut to `MAX_FILE_NAME_CHARS` before its
 * extension. An empty name becomes `file`.
 */
export function cleanFileName(name: string): string {
  const last = name.normalize("NFC").split(/[\\/]/).pop() ?? "";
  const clean = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "")
    .replace(/[<>:"|?*]/g, "_").replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  if (clean === "") return "file";
  if (clean.length <= MAX_FILE_NAME_CHARS) return clean;
  const dot = clean.lastIndexOf(".");
  const extension = dot > 0 && clean.length - dot <= MAX_EXTENSION_CHARS
    ? clean.slice(dot)
    : "";
  const stem = clean.slice(0, MAX_FILE_NAME_CHARS - extension.length);
  // Drops half of a surrogate pair.
  return stem.replace(/[\uD800-\uDBFF]$/, "") + extension;
}
