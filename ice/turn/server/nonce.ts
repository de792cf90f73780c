/**
 * Stateless nonces: the time of issue, and a MAC over it and the five-tuple
 * (RFC 8489 §9.2; §18.1 for the cookie).
 *
 * @module
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { FiveTuple } from "../allocation/allocation.ts";

/** Result of checking a nonce. */
export type NonceStatus = "valid" | "stale";

/** Optional bits of the security feature set (RFC 8489 §18.1). */
export interface NonceFeatures {
  /** Whether clients may send USERHASH in place of USERNAME. */
  readonly isUserhashOffered: boolean;
}

const NONCE_COOKIE = "obMatJos2";
const TIMESTAMP_BYTES = 4;
const MAC_BYTES = 11;
const BARE_NONCE_LENGTH = 20;

/** Issues and verifies nonces. */
export class NonceIssuer {
  readonly #key: Uint8Array;
  readonly #lifetimeMs: number;
  readonly #prefix: string;

  /**
   * Creates an issuer.
   *
   * @param key Random key; nonces of another key are stale.
   */
  constructor(key: Uint8Array, lifetimeMs: number, features: NonceFeatures) {
    this.#key = key;
    this.#lifetimeMs = lifetimeMs;
    // 24 bits, highest first: password algorithms, username anonymity.
    const bits = features.isUserhashOffered ? 0xc0 : 0x80;
    this.#prefix = NONCE_COOKIE + Uint8Array.of(bits, 0, 0).toBase64();
  }

  /**
   * Issues a nonce for a five-tuple.
   *
   * @param isBare Omits the cookie, so that the response to the shortest request
   * stays below three times its size.
   */
  issue(fiveTuple: FiveTuple, nowMs: number, isBare = false): string {
    const bytes = new Uint8Array(TIMESTAMP_BYTES + MAC_BYTES);
    new DataView(bytes.buffer).setUint32(0, Math.floor(nowMs / 1000));
    const prefix = isBare ? "" : this.#prefix;
    bytes.set(
      this.#mac(bytes.subarray(0, TIMESTAMP_BYTES), prefix, fiveTuple),
      TIMESTAMP_BYTES,
    );
    return prefix + bytes.toBase64();
  }

  /** Checks a nonce from a client; one that was not issued here is stale. */
  verify(nonce: string, fiveTuple: FiveTuple, nowMs: number): NonceStatus {
    const prefix = nonce.length === BARE_NONCE_LENGTH ? "" : this.#prefix;
    if (nonce.length !== prefix.length + BARE_NONCE_LENGTH) return "stale";
    if (!nonce.startsWith(prefix)) return "stale";
    const bytes = decodeBase64(nonce.slice(prefix.length));
    if (bytes?.length !== TIMESTAMP_BYTES + MAC_BYTES) return "stale";
    const issuedMs = new DataView(bytes.buffer).getUint32(0) * 1000;
    if (nowMs < issuedMs || nowMs >= issuedMs + this.#lifetimeMs) {
      return "stale";
    }
    const mac = this.#mac(
      bytes.subarray(0, TIMESTAMP_BYTES),
      prefix,
      fiveTuple,
    );
    return timingSafeEqual(mac, bytes.subarray(TIMESTAMP_BYTES))
      ? "valid"
      : "stale";
  }

  /** Includes the prefix, so that the feature bits cannot be stripped on the way. */
  #mac(time: Uint8Array, prefix: string, fiveTuple: FiveTuple): Uint8Array {
    const { transport, remote, local } = fiveTuple;
    return createHmac("sha256", this.#key).update(time).update(
      `${prefix} ${transport} ${remote.hostname} ${remote.port} ${local.hostname} ${local.port}`,
    ).digest().subarray(0, MAC_BYTES);
  }
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return null;
  }
}
