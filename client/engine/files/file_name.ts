/**
 * Cleans names of files from other members, to show and to save them.
 *
 * @module
 */
import {
  cutText,
  isInvisible,
  removeInvisible,
} from "../../../signaling/display_name.ts";
import { MAX_FILE_NAME_CHARS } from "./file_limits.ts";

/** Longest extension, with its dot. */
const MAX_EXTENSION_CHARS = 20;

/**
 * A name without folders, control characters and direction marks (which would
 * show `exe.gpj` as `jpg.exe`), cut to `MAX_FILE_NAME_CHARS` before its
 * extension. A name of which nothing but dots can be seen becomes `file`.
 */
export function cleanFileName(name: string): string {
  const last = name.normalize("NFC").split(/[\\/]/).pop() ?? "";
  const clean = removeInvisible(
    last.replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/gu, ""),
  ).replace(/[<>:"|?*]/g, "_").replace(/\s+/g, " ").trim()
    .replace(/[. ]+$/, "");
  if (isInvisible(clean)) return "file";
  if (clean.length <= MAX_FILE_NAME_CHARS) return clean;
  const dot = clean.lastIndexOf(".");
  const extension = dot > 0 && clean.length - dot <= MAX_EXTENSION_CHARS
    ? clean.slice(dot)
    : "";
  const stem = clean.slice(0, clean.length - extension.length);
  return cutText(stem, MAX_FILE_NAME_CHARS - extension.length) + extension;
}
