/**
 * Reads what a client sends, and stamps it with the sender's id.
 *
 * @module
 */
import { Buffer } from "node:buffer";

/** A message of a client, read as far as the server looks into it. */
export interface Envelope {
  /** 1 to 64 characters. */
  readonly event: string;
  /** Not validated. */
  readonly data: unknown;
  /** Id of the receiver, or null for all others. */
  readonly to: string | null;
  /** True when the client named a sender itself. */
  readonly hasSenderField: boolean;
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
    hasSenderField: Object.hasOwn(value, "from"),
  };
}

/** A client's message as it came. */
export interface RawMessage {
  /** JSON, if the client keeps to the protocol. */
  readonly text: string;
  /** Size of the text in UTF-8. */
  readonly bytes: number;
}

/**
 * The message with `from` set to `id`, on one line, and otherwise as it was
 * sent.
 *
 * A message is spliced, not written anew, unless it names a sender itself.
 *
 * @param id Of ASCII characters.
 * @returns Null when the message is nested too deep to be written anew.
 */
export function stampSender(
  { text, bytes }: RawMessage,
  envelope: Envelope,
  id: string,
): RawMessage | null {
  if (envelope.hasSenderField) return overwriteSender(text, id);
  const prefix = `{"from":"${id}",`;
  const at = text.indexOf("{") + 1;
  return {
    text: prefix + replaceLineBreaks(text.slice(at)),
    bytes: prefix.length + bytes - at,
  };
}

/** Outside of strings a line break is only white space, inside it cannot be. */
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
