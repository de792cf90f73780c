/**
 * Writes STUN messages (RFC 8489 §5). Attributes are appended in order, the
 * integrity attributes and FINGERPRINT last.
 *
 * @module
 */
import type { TransportAddress } from "../../server/net/ip_address.ts";
import { computeFingerprint } from "./fingerprint.ts";
import { computeIntegrity, type IntegrityKind } from "./integrity.ts";
import {
  ATTRIBUTE,
  ERROR_REASON,
  MAGIC_COOKIE,
  type MessageClass,
  STUN_HEADER_BYTES,
  type StunErrorCode,
} from "./iana_registry.ts";
import { encodeXorAddress } from "./xor_address.ts";

const UTF8 = new TextEncoder();

/** Builds one message; `finish()` returns its bytes. */
export class StunMessageWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #end = STUN_HEADER_BYTES;

  /** Starts a message; the transaction id has 12 bytes. */
  constructor(
    method: number,
    messageClass: MessageClass,
    readonly transactionId: Uint8Array,
  ) {
    this.#view.setUint16(0, encodeMessageType(method, messageClass));
    this.#view.setUint32(4, MAGIC_COOKIE);
    this.#bytes.set(transactionId.subarray(0, 12), 8);
  }

  /** Appends an attribute with its raw value, and pads it. */
  bytes(type: number, value: Uint8Array): this {
    const next = this.#end + 4 + ((value.length + 3) & ~3);
    this.#reserve(next);
    this.#view.setUint16(this.#end, type);
    this.#view.setUint16(this.#end + 2, value.length);
    this.#bytes.set(value, this.#end + 4);
    this.#end = next;
    return this;
  }

  /** Appends UTF-8 text. */
  text(type: number, value: string): this {
    return this.bytes(type, UTF8.encode(value));
  }

  /** Appends an unsigned number of 32 bits. */
  u32(type: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value);
    return this.bytes(type, bytes);
  }

  /** Appends a XOR address (RFC 8489 §14.2). */
  xorAddress(type: number, address: TransportAddress): this {
    return this.bytes(type, encodeXorAddress(address, this.transactionId));
  }

  /** Appends ERROR-CODE (RFC 8489 §14.8), without the phrase when `isTerse`. */
  errorCode(code: StunErrorCode, isTerse = false): this {
    const phrase = UTF8.encode(isTerse ? "" : ERROR_REASON[code]);
    const value = new Uint8Array(4 + phrase.length);
    value[2] = Math.floor(code / 100);
    value[3] = code % 100;
    value.set(phrase, 4);
    return this.bytes(ATTRIBUTE.errorCode, value);
  }

  /** Appends UNKNOWN-ATTRIBUTES (RFC 8489 §14.9). */
  unknownAttributes(types: readonly number[]): this {
    const value = new Uint8Array(types.length * 2);
    const view = new DataView(value.buffer);
    types.forEach((type, index) => view.setUint16(index * 2, type));
    return this.bytes(ATTRIBUTE.unknownAttributes, value);
  }

  /** Appends the integrity attribute of that kind. */
  integrity(key: Uint8Array, kind: IntegrityKind): this {
    const mac = computeIntegrity(
      this.#bytes,
      this.#end,
      kind === "sha1" ? 20 : 32,
      key,
      kind,
    );
    const type = kind === "sha1"
      ? ATTRIBUTE.messageIntegrity
      : ATTRIBUTE.messageIntegritySha256;
    return this.bytes(type, mac);
  }

  /** Appends FINGERPRINT, which must come last. */
  fingerprint(): this {
    this.#view.setUint16(2, this.#end + 8 - STUN_HEADER_BYTES);
    return this.u32(
      ATTRIBUTE.fingerprint,
      computeFingerprint(this.#bytes, 0, this.#end),
    );
  }

  /** Sets the length field and returns the message. */
  finish(): Uint8Array {
    this.#view.setUint16(2, this.#end - STUN_HEADER_BYTES);
    return this.#bytes.subarray(0, this.#end);
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(bytes, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Encodes the first two bytes of a message (RFC 8489 §5, figure 3). */
export function encodeMessageType(
  method: number,
  messageClass: MessageClass,
): number {
  return (method & 0x000f) | ((method & 0x0070) << 1) |
    ((method & 0x0f80) << 2) | ((messageClass & 1) << 4) |
    ((messageClass & 2) << 7);
}
