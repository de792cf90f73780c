/**
 * A string that logs, errors and JSON show as `[secret]`.
 *
 * @module
 */

const REDACTED = "[secret]";

/** A secret; only {@linkcode Secret.reveal} returns its text. */
export class Secret {
  readonly #text: string;

  /** Wraps a text. */
  constructor(text: string) {
    this.#text = text;
  }

  /** Text of the secret. */
  reveal(): string {
    return this.#text;
  }

  /** `[secret]`, for template strings. */
  toString(): string {
    return REDACTED;
  }

  /** `[secret]`, for `JSON.stringify`. */
  toJSON(): string {
    return REDACTED;
  }

  /** `[secret]`, for `console.log` and `Deno.inspect`. */
  [Symbol.for("Deno.customInspect")](): string {
    return REDACTED;
  }

  /** `[secret]`, for `inspect` of node:util. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED;
  }
}
