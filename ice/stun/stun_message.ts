/**
 * Reading a STUN message (RFC 8489 §5, §6.3): a view over the packet's bytes,
 * so nothing is copied and an attribute is decoded only when asked for.
 *
 * @module
 */
import { hasMagicCookie, readUint16 } from "./byte_order.ts";
import {
  ATTRIBUTE,
  type MessageClass,
  STUN_HEADER_BYTES,
} from "./iana_registry.ts";
import { computeFingerprint } from "./fingerprint.ts";

/** Why bytes are no STUN message that we take. */
export type DecodeFailure =
  | "too-short"
  | "not-stun"
  | "bad-cookie"
  | "bad-length"
  | "bad-attribute"
  | "bad-fingerprint";

/** Where the value of an attribute lies in the packet. */
export interface AttributeSpan {
  readonly type: number;
  /** Offset of the value, not of its header. */
  readonly start: number;
  readonly length: number;
}

/** A decoded message; valid as long as the bytes under it are. */
export class StunMessage {
  constructor(
    readonly bytes: Uint8Array,
    readonly method: number,
    readonly messageClass: MessageClass,
    readonly attributes: readonly AttributeSpan[],
  ) {}

  /** The 12 bytes that an answer repeats. */
  get transactionId(): Uint8Array {
    return this.bytes.subarray(8, STUN_HEADER_BYTES);
  }

  /** Whether an attribute of the type is there. */
  has(type: number): boolean {
    return this.find(type) !== undefined;
  }

  /** The first attribute of the type, as RFC 8489 §14 has it. */
  find(type: number): AttributeSpan | undefined {
    return this.attributes.find((attribute) => attribute.type === type);
  }

  /** Value bytes of the first attribute of the type. */
  value(type: number): Uint8Array | undefined {
    const span = this.find(type);
    return span && this.bytesOf(span);
  }

  /** Value bytes at a span of this message. */
  bytesOf(span: AttributeSpan): Uint8Array {
    return this.bytes.subarray(span.start, span.start + span.length);
  }

  /** UTF-8 text of an attribute; null when it is not UTF-8. */
  text(type: number): string | null | undefined {
    const value = this.value(type);
    if (!value) return undefined;
    try {
      return UTF8.decode(value);
    } catch {
      return null;
    }
  }

  /** Types below 0x8000 that are not in `known` (RFC 8489 §6.3.1). */
  unknownRequiredTypes(known: ReadonlySet<number>): number[] {
    const types = this.attributes.map((attribute) => attribute.type)
      .filter((type) => type < 0x8000 && !known.has(type));
    return [...new Set(types)];
  }
}

/**
 * Reads one whole message. Attributes behind an integrity attribute are left
 * out, but for those that RFC 8489 §14.5 lets stand there; a wrong
 * FINGERPRINT refuses the message.
 */
export function decodeStunMessage(
  bytes: Uint8Array,
): StunMessage | DecodeFailure {
  if (bytes.length < STUN_HEADER_BYTES) return "too-short";
  const type = readUint16(bytes, 0);
  if (type & 0xc000) return "not-stun";
  if (!hasMagicCookie(bytes, 0)) return "bad-cookie";
  const length = readUint16(bytes, 2);
  if (length & 3 || bytes.length !== STUN_HEADER_BYTES + length) {
    return "bad-length";
  }
  const attributes = readAttributes(bytes);
  if (typeof attributes === "string") return attributes;
  const messageClass = ((type >> 4) & 1) | ((type >> 7) & 2);
  return new StunMessage(
    bytes,
    (type & 0x000f) | ((type & 0x00e0) >> 1) | ((type & 0x3e00) >> 2),
    messageClass as MessageClass,
    attributes,
  );
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

function readAttributes(bytes: Uint8Array): AttributeSpan[] | DecodeFailure {
  const attributes: AttributeSpan[] = [];
  let sealed = 0;
  for (let at = STUN_HEADER_BYTES; at < bytes.length;) {
    const type = readUint16(bytes, at);
    const length = readUint16(bytes, at + 2);
    const start = at + 4;
    const next = start + ((length + 3) & ~3);
    if (next > bytes.length) return "bad-attribute";
    if (type === ATTRIBUTE.fingerprint) {
      if (next !== bytes.length || !verifyFingerprint(bytes, at, length)) {
        return "bad-fingerprint";
      }
      attributes.push({ type, start, length });
    } else if (
      sealed === 0 ||
      (sealed === 1 && type === ATTRIBUTE.messageIntegritySha256)
    ) {
      attributes.push({ type, start, length });
    }
    if (type === ATTRIBUTE.messageIntegrity) sealed = Math.max(sealed, 1);
    if (type === ATTRIBUTE.messageIntegritySha256) sealed = 2;
    at = next;
  }
  return attributes;
}

function verifyFingerprint(
  bytes: Uint8Array,
  at: number,
  length: number,
): boolean {
  if (length !== 4) return false;
  const claimed =
    ((readUint16(bytes, at + 4) << 16) | readUint16(bytes, at + 6)) >>> 0;
  return claimed === computeFingerprint(bytes, at);
}
