/**
 * Reads STUN messages (RFC 8489 §5, §6.3). A message is a view over the bytes of
 * the packet: nothing is copied, and attributes are decoded on access.
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

/** Reason why bytes are not a valid STUN message. */
export type DecodeFailure =
  | "too-short"
  | "not-stun"
  | "bad-cookie"
  | "bad-length"
  | "bad-attribute"
  | "bad-fingerprint";

/** Position of an attribute in the packet. */
export interface AttributeSpan {
  /** Attribute type. */
  readonly type: number;
  /** Offset of the value, not of its header. */
  readonly start: number;
  /** Length of the value without padding. */
  readonly length: number;
}

/** A decoded message; valid until its bytes are reused. */
export class StunMessage {
  /** Wraps a message that was validated. */
  constructor(
    readonly bytes: Uint8Array,
    readonly method: number,
    readonly messageClass: MessageClass,
    readonly attributes: readonly AttributeSpan[],
  ) {}

  /** Transaction id, 12 bytes. */
  get transactionId(): Uint8Array {
    return this.bytes.subarray(8, STUN_HEADER_BYTES);
  }

  /** Whether the message has an attribute of the type. */
  has(type: number): boolean {
    return this.find(type) !== undefined;
  }

  /** Finds the first attribute of the type; later ones are ignored (RFC 8489 §14). */
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

  /** Text of an attribute; undefined when absent, null when it is not UTF-8. */
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
 * Decodes one complete message. Ignores attributes behind an integrity attribute,
 * except those that RFC 8489 §14.5 allows there; a wrong FINGERPRINT is a failure.
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
  /** 1 behind MESSAGE-INTEGRITY, 2 behind MESSAGE-INTEGRITY-SHA256. */
  let integrityLevel = 0;
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
      integrityLevel === 0 ||
      (integrityLevel === 1 && type === ATTRIBUTE.messageIntegritySha256)
    ) {
      attributes.push({ type, start, length });
    }
    if (type === ATTRIBUTE.messageIntegrity) {
      integrityLevel = Math.max(integrityLevel, 1);
    }
    if (type === ATTRIBUTE.messageIntegritySha256) integrityLevel = 2;
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
