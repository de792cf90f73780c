/**
 * Reads what a client sends, and stamps it with the sender's id.
 *
 * @module
 */

/** A message of a client, read as far as the server looks into it. */
export interface Envelope {
  readonly event: string;
  readonly data: unknown;
  readonly to: string | null;
  /** True when the client named a sender itself. */
  readonly namesSender: boolean;
}

const MAX_EVENT_LENGTH = 64;

/** The envelope of a JSON text, or null when it is not one. */
export function readEnvelope(text: string): Envelope | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return null;
  }
  const { event, data, to }: {
    event?: unknown;
    data?: unknown;
    to?: unknown;
  } = value;
  if (typeof event !== "string") return null;
  if (event.length === 0 || event.length > MAX_EVENT_LENGTH) return null;
  if (to !== undefined && to !== null && typeof to !== "string") return null;
  return {
    event,
    data,
    to: to ?? null,
    namesSender: Object.hasOwn(value, "from"),
  };
}

/**
 * The text with `from` set to `id`, on one line, and otherwise as it was sent.
 *
 * A text is spliced, not written anew, unless it names a sender itself.
 *
 * @returns Null when the text is nested too deep to be written anew.
 */
export function stamp(
  text: string,
  envelope: Envelope,
  id: string,
): string | null {
  if (envelope.namesSender) return stampAnew(text, id);
  const at = text.indexOf("{") + 1;
  return `{"from":${JSON.stringify(id)},${onOneLine(text.slice(at))}`;
}

/** Outside of strings a line break is only white space, inside it cannot be. */
function onOneLine(json: string): string {
  return json.includes("\n") || json.includes("\r")
    ? json.replace(/[\r\n]/g, " ")
    : json;
}

function stampAnew(text: string, id: string): string | null {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) return null;
  try {
    return JSON.stringify({ ...value, from: id });
  } catch {
    return null;
  }
}
