/**
 * Recognizes that the process has no file descriptor left.
 *
 * @module
 */

/** Whether the error says that no descriptor is left, in the process or the system. */
export function isOutOfDescriptors(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    (error.code === "EMFILE" || error.code === "ENFILE");
}
