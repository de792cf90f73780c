/**
 * The error class of everything in the world that can keep Maru from starting.
 *
 * @module
 */

/** What kept the process from starting. */
export type StartupReason =
  /** The data directory cannot be made, read or written. */
  | "data-dir"
  /** The file of the room store cannot be read or written. */
  | "room-store"
  /** Deno's permissions do not cover what a setting asks for. */
  | "permission"
  /** The given certificate or key cannot be used. */
  | "certificate"
  /** A setting asks for what this machine does not have. */
  | "setting"
  /** The built page is missing. */
  | "assets"
  /** A port is taken or may not be opened. */
  | "port";

/** Its message is a sentence for the operator: print it and exit with 1. */
export class StartupError extends Error {
  /** Name of the class. */
  override readonly name = "StartupError";

  /** Takes the reason, the sentence and, where there is one, the cause. */
  constructor(
    readonly reason: StartupReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
