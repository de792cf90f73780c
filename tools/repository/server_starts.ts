/**
 * Finds tests and benchmarks that start the server by hand: they would have
 * other permissions than `deno task start`.
 *
 * @module
 */
import type { RepositoryProblem } from "./problem.ts";

const STARTING_FOLDERS = /^(tests|bench)\//;
const PERMISSION_SET = /-P=server(?!-)/;
/** A checkout of an earlier version, with permissions of its own. */
const EARLIER_CHECKOUT = "bench/signaling/servers.ts";

/** Lines that name the permission set instead of calling `serverArguments()`. */
export function findServerStarts(
  file: string,
  text: string,
): RepositoryProblem[] {
  if (!STARTING_FOLDERS.test(file) || file === EARLIER_CHECKOUT) return [];
  const message =
    "Start the server with serverArguments() of tools/server_permissions.ts";
  return text.split("\n").flatMap((line, index) =>
    PERMISSION_SET.test(line) ? [{ file, line: index + 1, message }] : []
  );
}
