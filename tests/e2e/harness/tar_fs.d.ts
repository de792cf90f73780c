/** Type of the one function of npm `tar-fs` that the tests use; the package carries none. */
import type { Writable } from "node:stream";

/** A stream that writes the tar archive piped into it below `folder`. */
export function extract(
  folder: string,
  options?: { chown?: boolean },
): Writable;
