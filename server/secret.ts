/**
 * A string that does not print: logs, errors and JSON show `[secret]`.
 *
 * @module
 */

const REDACTED = "[secret]";

/** Holds a secret; only {@linkcode Secret.reveal} gives it back. */
export class Secret {
  readonly #text: string;

  /** Takes the secret's text. */
  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself, for the one place that computes with it. */
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
