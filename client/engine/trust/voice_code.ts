/**
 * The short code that two members compare by voice. Its 20 bits depend on both
 * certificates and on a random number of each side; one side commits to its
 * number before it sees the other's (RFC 6189 §4.4.1.1), so a server between
 * them has one attempt in a million.
 *
 * @module
 */
import { encodeBase64Url } from "./room_key.ts";

/** Bits of a code. */
export const CODE_BITS = 20;
/** Pictures of a code, with five bits each. */
export const CODE_PICTURES = 4;
/** Digits of a code. */
const CODE_DIGITS = 7;

/** The part of `Crypto` that is used. */
export interface CodeCrypto {
  readonly subtle: Pick<SubtleCrypto, "digest">;
  getRandomValues(bytes: Uint8Array<ArrayBuffer>): unknown;
}

/** What a code is computed from; of the side that commits, and of the other. */
export interface CodeSource {
  /** SHA-256 of the certificates, as lower case hex. */
  readonly committerFingerprint: string;
  readonly responderFingerprint: string;
  readonly committerNonce: string;
  readonly responderNonce: string;
}

/** Makes a random number of 128 bits. */
export function makeNonce(crypto: CodeCrypto): string {
  const bytes = new Uint8Array(16);
  crypto.getRandomValues(bytes);
  return encodeBase64Url(bytes);
}

/** Commitment to a random number. */
export async function computeCommitment(
  crypto: CodeCrypto,
  nonce: string,
): Promise<string> {
  return encodeBase64Url(await hash(crypto, ["maru commitment 1", nonce]));
}

/** The code, from 0 to 2^20 - 1. */
export async function computeVoiceCode(
  crypto: CodeCrypto,
  source: CodeSource,
): Promise<number> {
  const [a = 0, b = 0, c = 0] = await hash(crypto, [
    "maru code 1",
    source.committerFingerprint,
    source.responderFingerprint,
    source.committerNonce,
    source.responderNonce,
  ]);
  return ((a << 16) | (b << 8) | c) >> (24 - CODE_BITS);
}

/** Numbers of the pictures, from 0 to 31. */
export function pictureNumbersOf(code: number): number[] {
  return Array.from(
    { length: CODE_PICTURES },
    (_, i) => (code >> (5 * (CODE_PICTURES - 1 - i))) & 31,
  );
}

/** The digits, in two groups. */
export function digitsOf(code: number): string {
  const digits = String(code).padStart(CODE_DIGITS, "0");
  return `${digits.slice(0, 3)} ${digits.slice(3)}`;
}

async function hash(
  { subtle }: CodeCrypto,
  fields: readonly string[],
): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(JSON.stringify(fields));
  return new Uint8Array(await subtle.digest("SHA-256", bytes));
}
