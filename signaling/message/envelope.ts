/**
 * Parses the envelope of a client's message and adds the sender's id.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { removeMember } from "./remove_member.ts";

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
 * Sets `from` to `id` and removes line breaks. Everything else of the text
 * stays as it was sent: it is spliced and not serialized again.
 *
 * @param id ASCII characters.
 */
export function stampSender(
  { text, bytes }: RawMessage,
  { hasSenderField }: Envelope,
  id: string,
): RawMessage {
  const offset = text.indexOf("{") + 1;
  const members = text.slice(offset);
  const kept = hasSenderField ? removeMember(members, "from") : members;
  const prefix = `{"from":"${id}",`;
  const removedBytes = hasSenderField
    ? Buffer.byteLength(members) - Buffer.byteLength(kept)
    : 0;
  return {
    text: prefix + replaceLineBreaks(kept),
    bytes: prefix.length + bytes - offset - removedBytes,
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
