/**
 * The error class for everything outside the program that prevents a start.
 *
 * @module
 */

/** Cause of a failed start. */
export type StartupReason =
  /** The data directory cannot be created, read or written. */
  | "data-dir"
  /** The file of the room store cannot be read or written. */
  | "room-store"
  /** A setting needs a permission that the process does not have. */
  | "permission"
  /** The certificate or key of the settings cannot be used. */
  | "certificate"
  /** This machine does not support the value of a setting. */
  | "setting"
  /** The built page is missing. */
  | "assets"
  /** A port is in use or may not be opened. */
  | "port"
  /** The server of `REDIS_URL` cannot be used. */
  | "redis"
  /** The keys of `JWT_JWKS` cannot be read. */
  | "jwt";

/** A failed start; its message is a sentence for the operator. */
export class StartupError extends Error {
  /** Name of the class. */
  override readonly name = "StartupError";

  /** Creates an error. */
  constructor(
    readonly reason: StartupReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
