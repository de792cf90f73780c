/**
 * Prints the paths that the server needs, for the permissions of
 * `deno task start`: `deno run tools/server_paths.ts read` or `write`.
 *
 * @module
 */
// deno-lint-ignore-file no-console

/** Default of the setting `DATA_DIR`. */
export const DEFAULT_DATA_DIR = ".maru";

/**
 * Value of `--allow-read` or `--allow-write` with these settings.
 *
 * @throws {RangeError} For a path with a comma, which no list of Deno can name.
 */
export function listServerPaths(
  access: "read" | "write",
  env: Readonly<Record<string, string | undefined>>,
): string {
  const dataDir = env.DATA_DIR || DEFAULT_DATA_DIR;
  const paths = access === "write"
    ? [dataDir]
    : ["dist", dataDir, env.TLS_CERT, env.TLS_KEY];
  const named = paths.filter((path) => path !== undefined && path !== "");
  const bad = named.find((path) => path?.includes(","));
  if (bad !== undefined) {
    throw new RangeError(`A path must not contain a comma: ${bad}`);
  }
  return named.join(",");
}

if (import.meta.main) {
  const access = Deno.args[0] === "write" ? "write" : "read";
  console.log(listServerPaths(access, Deno.env.toObject()));
}
