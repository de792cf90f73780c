/**
 * STUN messages as the handlers of requests read them. A message is a view over
 * the bytes of the packet: nothing is copied, and attributes are decoded on
 * access.
 *
 * @module
 */
import { AttributeReader, type DecodeFailure } from "./attribute_reader.ts";
import { readUint16 } from "./byte_order.ts";
import { type MessageClass, STUN_HEADER_BYTES } from "./iana_registry.ts";

/** Unknown types that a response lists. */
const MAX_UNKNOWN_TYPES = 32;

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

  /** Number of attributes of the type. */
  count(type: number): number {
    let count = 0;
    for (const attribute of this.attributes) {
      if (attribute.type === type) count++;
    }
    return count;
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

  /** The first types below 0x8000 that are not in `known` (RFC 8489 §6.3.1). */
  unknownRequiredTypes(known: ReadonlySet<number>): number[] {
    const types = new Set<number>();
    for (const { type } of this.attributes) {
      if (type < 0x8000 && !known.has(type)) types.add(type);
      if (types.size === MAX_UNKNOWN_TYPES) break;
    }
    return [...types];
  }
}

/** Decodes one complete message; a wrong FINGERPRINT is a failure. */
export function decodeStunMessage(
  bytes: Uint8Array,
): StunMessage | DecodeFailure {
  const reader = new AttributeReader();
  const failure = reader.begin(bytes, 0, bytes.length);
  if (failure !== null) return failure;
  const attributes: AttributeSpan[] = [];
  while (reader.next()) {
    const { type, start, length } = reader;
    attributes.push({ type, start, length });
  }
  if (reader.failure !== null) return reader.failure;
  const type = readUint16(bytes, 0);
  const messageClass = ((type >> 4) & 1) | ((type >> 7) & 2);
  return new StunMessage(
    bytes,
    (type & 0x000f) | ((type & 0x00e0) >> 1) | ((type & 0x3e00) >> 2),
    messageClass as MessageClass,
    attributes,
  );
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });
