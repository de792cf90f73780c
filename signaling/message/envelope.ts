/**
 * Parses the envelope of a client's message and adds the sender's id.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/** The fields of a client's message that the server reads. */
export interface Envelope {
  /** 1 to 64 characters. */
  readonly event: string;
  /** Not validated. */
  readonly data: unknown;
  /** Id of the receiver, or null for all others. */
  readonly to: string | null;
  /** True when the message has a `from` field, which is replaced. */
  readonly hasSenderField: boolean;
}

const MAX_EVENT_LENGTH = 64;

/** Parses an envelope; null when the text is not JSON or not an envelope. */
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
    hasSenderField: Object.hasOwn(value, "from"),
  };
}

/** The text of a client's message. */
export interface RawMessage {
  /** JSON, if the client keeps to the protocol. */
  readonly text: string;
  /** Size of the text in UTF-8. */
  readonly bytes: number;
}

/**
 * Sets `from` to `id` and removes line breaks.
 *
 * The text is spliced and not serialized again, unless it has a `from` field.
 *
 * @param id ASCII characters.
 * @returns Null when the message is nested too deep to be serialized.
 */
export function stampSender(
  { text, bytes }: RawMessage,
  envelope: Envelope,
  id: string,
): RawMessage | null {
  if (envelope.hasSenderField) return overwriteSender(text, id);
  const prefix = `{"from":"${id}",`;
  const offset = text.indexOf("{") + 1;
  return {
    text: prefix + replaceLineBreaks(text.slice(offset)),
    bytes: prefix.length + bytes - offset,
  };
}

/**
 * A raw line break in JSON is white space: strings cannot have one (RFC 8259
 * §7).
 */
function replaceLineBreaks(json: string): string {
  return json.includes("\n") || json.includes("\r")
    ? json.replace(/[\r\n]/g, " ")
    : json;
}

function overwriteSender(text: string, id: string): RawMessage | null {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) return null;
  try {
    const stamped = JSON.stringify({ ...value, from: id });
    return { text: stamped, bytes: Buffer.byteLength(stamped) };
  } catch {
    return null;
  }
}
