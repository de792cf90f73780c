/**
 * The file that a path of a URL names below a folder.
 *
 * @module
 */

/** Longest path that is looked up. */
const MAX_PATH_CHARS = 1_024;
/** No separators, no drives or streams of Windows, no control characters. */
const UNSAFE = /[/\\:\p{Cc}]/u;

/**
 * Names from the folder to the file, or null for a path that no file has:
 * `..`, hidden files and whatever decodes to a separator. The path of a folder,
 * which ends with `/`, means its `index.html`.
 */
export function parseStaticPath(pathname: string): readonly string[] | null {
  if (!pathname.startsWith("/") || pathname.length > MAX_PATH_CHARS) {
    return null;
  }
  const names = pathname.slice(1).split("/");
  if (names.at(-1) === "") names.splice(-1, 1, "index.html");
  const decoded = names.map(decodeName);
  return decoded.every((name) => name !== null) ? decoded : null;
}

function decodeName(text: string): string | null {
  try {
    const name = decodeURIComponent(text);
    const isSafe = name !== "" && !name.startsWith(".") && !UNSAFE.test(name) &&
      !/[ .]$/.test(name);
    return isSafe ? name : null;
  } catch {
    return null;
  }
}
