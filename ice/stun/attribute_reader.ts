/**
 * The parser of STUN messages (RFC 8489 §5, §14): checks header, lengths and
 * FINGERPRINT, and walks over the attributes. It creates no object per message,
 * so Send indications are relayed with it too.
 *
 * @module
 */
import { hasMagicCookie, readUint16 } from "./byte_order.ts";
import { computeFingerprint } from "./fingerprint.ts";
import { ATTRIBUTE, STUN_HEADER_BYTES } from "./iana_registry.ts";

/** Reason why bytes are not a valid STUN message. */
export type DecodeFailure =
  | "too-short"
  | "not-stun"
  | "bad-cookie"
  | "bad-length"
  | "bad-attribute"
  | "bad-fingerprint";

/** Walks over one message at a time. */
export class AttributeReader {
  /** Type of the current attribute. */
  type = 0;
  /** Offset of its value. */
  start = 0;
  /** Length of its value without padding. */
  length = 0;
  /** Failure that ended the walk; null at the regular end. */
  failure: DecodeFailure | null = null;
  #bytes: Uint8Array = new Uint8Array();
  #messageStart = 0;
  #next = 0;
  #end = 0;
  /** 1 behind MESSAGE-INTEGRITY, 2 behind MESSAGE-INTEGRITY-SHA256. */
  #integrityLevel = 0;

  /** Starts with the message at `bytes[start, end)`; null when its header is valid. */
  begin(bytes: Uint8Array, start: number, end: number): DecodeFailure | null {
    this.#bytes = bytes;
    this.#messageStart = start;
    this.#next = start + STUN_HEADER_BYTES;
    this.#end = end;
    this.#integrityLevel = 0;
    this.failure = checkHeader(bytes, start, end);
    return this.failure;
  }

  /**
   * Goes to the next attribute; false behind the last one and after a failure.
   * Skips what is ignored behind an integrity attribute (RFC 8489 §14.5).
   */
  next(): boolean {
    while (this.failure === null && this.#next < this.#end) {
      if (!this.#readOne()) return false;
      if (this.type === ATTRIBUTE.fingerprint) return true;
      const isRead = this.#integrityLevel === 0 ||
        (this.#integrityLevel === 1 &&
          this.type === ATTRIBUTE.messageIntegritySha256);
      if (this.type === ATTRIBUTE.messageIntegritySha256) {
        this.#integrityLevel = 2;
      } else if (this.type === ATTRIBUTE.messageIntegrity) {
        this.#integrityLevel = Math.max(this.#integrityLevel, 1);
      }
      if (isRead) return true;
    }
    return false;
  }

  #readOne(): boolean {
    const at = this.#next;
    this.type = readUint16(this.#bytes, at);
    this.length = readUint16(this.#bytes, at + 2);
    this.start = at + 4;
    this.#next = this.start + ((this.length + 3) & ~3);
    if (this.#next > this.#end) this.failure = "bad-attribute";
    else if (this.type === ATTRIBUTE.fingerprint && !this.#isFingerprintOk()) {
      this.failure = "bad-fingerprint";
    }
    return this.failure === null;
  }

  /** Whether the current attribute is the last one and has the right value. */
  #isFingerprintOk(): boolean {
    if (this.#next !== this.#end || this.length !== 4) return false;
    const claimed = ((readUint16(this.#bytes, this.start) << 16) |
      readUint16(this.#bytes, this.start + 2)) >>> 0;
    return claimed ===
      computeFingerprint(this.#bytes, this.#messageStart, this.start - 4);
  }
}

function checkHeader(
  bytes: Uint8Array,
  start: number,
  end: number,
): DecodeFailure | null {
  if (end - start < STUN_HEADER_BYTES) return "too-short";
  if ((bytes[start] ?? 0) & 0xc0) return "not-stun";
  if (!hasMagicCookie(bytes, start)) return "bad-cookie";
  const length = readUint16(bytes, start + 2);
  return length & 3 || end - start !== STUN_HEADER_BYTES + length
    ? "bad-length"
    : null;
}
