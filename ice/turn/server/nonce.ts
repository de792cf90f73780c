/**
 * Nonces that the server need not remember: the time of their making, and a
 * MAC over it and the five-tuple (RFC 8489 §9.2, §18.1 for the cookie).
 *
 * @module
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { FiveTuple } from "../allocation/allocation.ts";

/** What a nonce turned out to be. */
export type NonceStatus = "valid" | "stale";

/** Bits of the security feature set: password algorithms, username anonymity. */
export interface NonceFeatures {
  readonly isUserhashOffered: boolean;
}

const NONCE_COOKIE = "obMatJos2";
const TIMESTAMP_BYTES = 4;
const MAC_BYTES = 11;
const BARE_NONCE_LENGTH = 20;

/** Makes and checks nonces; the key lives as long as the process. */
export class NonceIssuer {
  readonly #key: Uint8Array;
  readonly #lifetimeMs: number;
  readonly #prefix: string;

  constructor(key: Uint8Array, lifetimeMs: number, features: NonceFeatures) {
    this.#key = key;
    this.#lifetimeMs = lifetimeMs;
    // 24 bits, the first of them the highest: password algorithms, anonymity.
    const bits = features.isUserhashOffered ? 0xc0 : 0x80;
    this.#prefix = NONCE_COOKIE + Uint8Array.of(bits, 0, 0).toBase64();
  }

  /**
   * A nonce for the five-tuple of the path. A bare one lacks the cookie, and
   * so fits where three times a bare request is all that may be answered.
   */
  issue(path: FiveTuple, nowMs: number, isBare = false): string {
    const bytes = new Uint8Array(TIMESTAMP_BYTES + MAC_BYTES);
    new DataView(bytes.buffer).setUint32(0, Math.floor(nowMs / 1000));
    const prefix = isBare ? "" : this.#prefix;
    bytes.set(
      this.#mac(bytes.subarray(0, TIMESTAMP_BYTES), prefix, path),
      TIMESTAMP_BYTES,
    );
    return prefix + bytes.toBase64();
  }

  /** Judges a nonce that a client sent; anything not made here is stale. */
  verify(nonce: string, path: FiveTuple, nowMs: number): NonceStatus {
    const prefix = nonce.length === BARE_NONCE_LENGTH ? "" : this.#prefix;
    if (nonce.length !== prefix.length + BARE_NONCE_LENGTH) return "stale";
    if (!nonce.startsWith(prefix)) return "stale";
    const bytes = decodeBase64(nonce.slice(prefix.length));
    if (bytes?.length !== TIMESTAMP_BYTES + MAC_BYTES) return "stale";
    const madeMs = new DataView(bytes.buffer).getUint32(0) * 1000;
    if (nowMs < madeMs || nowMs >= madeMs + this.#lifetimeMs) return "stale";
    const mac = this.#mac(bytes.subarray(0, TIMESTAMP_BYTES), prefix, path);
    return timingSafeEqual(mac, bytes.subarray(TIMESTAMP_BYTES))
      ? "valid"
      : "stale";
  }

  /** The prefix is part of it, so nobody can strip the offer of algorithms. */
  #mac(time: Uint8Array, prefix: string, path: FiveTuple): Uint8Array {
    const { transport, remote, local } = path;
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
