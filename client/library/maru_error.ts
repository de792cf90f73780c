/**
 * The error of the library.
 *
 * @module
 */

/** Why something is not possible, with a code that does not change. */
export class MaruError extends Error {
  override readonly name = "MaruError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
