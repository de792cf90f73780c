/**
 * Messages from the sandbox of changed code to the page.
 *
 * @module
 */

/** A message of the sandbox. */
export type SandboxMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "log"; readonly text: string }
  | { readonly kind: "done" }
  | { readonly kind: "failed" };

/** Longest line of the output. */
export const MAX_LINE_LENGTH = 8_000;

/** A message as it arrived; null when it is none. */
export function readSandboxMessage(data: unknown): SandboxMessage | null {
  if (typeof data !== "object" || data === null || !("kind" in data)) {
    return null;
  }
  const { kind } = data;
  if (kind === "log") {
    return "text" in data && typeof data.text === "string"
      ? { kind, text: data.text.slice(0, MAX_LINE_LENGTH) }
      : null;
  }
  return kind === "ready" || kind === "done" || kind === "failed"
    ? { kind }
    : null;
}
