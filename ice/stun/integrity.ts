/**
 * MESSAGE-INTEGRITY and MESSAGE-INTEGRITY-SHA256 (RFC 8489 §14.5, §14.6) and
 * the keys of the long-term mechanism (§9.2.2, §18.5.1).
 *
 * @module
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { AttributeSpan, StunMessage } from "./stun_message.ts";
import { ATTRIBUTE } from "./iana_registry.ts";

/** Hash of the integrity attribute. */
export type IntegrityKind = "sha1" | "sha256";

/** Numbers of the password algorithms (RFC 8489 §18.5). */
export const PASSWORD_ALGORITHM = { md5: 0x0001, sha256: 0x0002 } as const;

/** Hash of the long-term key. */
export type PasswordAlgorithm = keyof typeof PASSWORD_ALGORITHM;

/** Derives the key of the long-term mechanism: hash of `username:realm:password`. */
export function deriveLongTermKey(
  credential: {
    readonly username: string;
    readonly realm: string;
    readonly password: string;
  },
  algorithm: PasswordAlgorithm = "md5",
): Uint8Array {
  const { username, realm, password } = credential;
  return createHash(algorithm).update(`${username}:${realm}:${password}`)
    .digest();
}

/** Computes the value of USERHASH (RFC 8489 §14.4). */
export function computeUserhash(username: string, realm: string): Uint8Array {
  return createHash("sha256").update(`${username}:${realm}`).digest();
}

/** Finds the integrity attribute to verify: the stronger one when both are present. */
export function findIntegrity(
  message: StunMessage,
): { readonly kind: IntegrityKind; readonly span: AttributeSpan } | null {
  const strong = message.find(ATTRIBUTE.messageIntegritySha256);
  if (strong) return { kind: "sha256", span: strong };
  const span = message.find(ATTRIBUTE.messageIntegrity);
  return span ? { kind: "sha1", span } : null;
}

/**
 * Whether the integrity attribute matches the key; compares in constant time.
 * TURN defines no truncation of MESSAGE-INTEGRITY-SHA256 (RFC 8489 §14.6).
 */
export function verifyIntegrity(
  message: StunMessage,
  found: { readonly kind: IntegrityKind; readonly span: AttributeSpan },
  key: Uint8Array,
): boolean {
  const { length } = found.span;
  if (!isValidMacLength(found.kind, length)) return false;
  const mac = computeIntegrity(
    message.bytes,
    found.span.start - 4,
    length,
    key,
    found.kind,
  );
  return timingSafeEqual(mac.subarray(0, length), message.bytesOf(found.span));
}

/**
 * Computes the HMAC over the message in front of the attribute at `at`, with the
 * length field of a message that ends with that attribute.
 */
export function computeIntegrity(
  bytes: Uint8Array,
  at: number,
  valueBytes: number,
  key: Uint8Array,
  kind: IntegrityKind,
): Uint8Array {
  const length = at + 4 + valueBytes - 20;
  const head = Uint8Array.of(
    bytes[0] ?? 0,
    bytes[1] ?? 0,
    length >> 8,
    length & 0xff,
  );
  return createHmac(kind, key).update(head).update(bytes.subarray(4, at))
    .digest();
}

function isValidMacLength(kind: IntegrityKind, length: number): boolean {
  return length === (kind === "sha1" ? 20 : 32);
}
