/**
 * JSON values of unknown shape.
 *
 * @module
 */

/** A JSON object whose fields are still unchecked. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** Fields of an object, or null when `value` is not one. */
export function asRecord(value: unknown): UnknownRecord | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...value }
    : null;
}

/** Value of a JSON text, or null when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
