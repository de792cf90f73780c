/**
 * The key of an ACME account: signs requests (RFC 8555 §6.2) and key
 * authorizations (§8.1).
 *
 * @module
 */
import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import {
  exportPrivateKeyPem,
  KEY_ALGORITHM,
} from "../certificate/authority.ts";

/** A JSON Web Signature in the flattened form (RFC 7515 §7.2.2). */
export interface FlattenedJws {
  /** Protected header, base64url. */
  readonly protected: string;
  /** Base64url; empty for POST-as-GET. */
  readonly payload: string;
  /** Base64url. */
  readonly signature: string;
}

/** Public key as JWK, with its members in the order of RFC 7638 §3.2. */
export interface PublicJwk {
  /** Curve. */
  readonly crv: "P-256";
  /** Type. */
  readonly kty: "EC";
  /** X coordinate, base64url. */
  readonly x: string;
  /** Y coordinate, base64url. */
  readonly y: string;
}

/** An ECDSA P-256 key with the operations of an ACME client. */
export class AccountKey {
  /** Public key. */
  readonly jwk: PublicJwk;
  readonly #privateKey: CryptoKey;
  readonly #thumbprint: string;

  private constructor(privateKey: CryptoKey, jwk: PublicJwk) {
    this.#privateKey = privateKey;
    this.jwk = jwk;
    this.#thumbprint = createHash("sha256").update(JSON.stringify(jwk))
      .digest("base64url");
  }

  /** Generates a key; `pem` is its private part in PKCS #8. */
  static async generate(): Promise<{ key: AccountKey; pem: string }> {
    const keys = await crypto.subtle.generateKey(KEY_ALGORITHM, true, [
      "sign",
      "verify",
    ]);
    const pem = await exportPrivateKeyPem(keys);
    return { key: await AccountKey.#from(keys.privateKey), pem };
  }

  /** Parses a PEM text of `generate()`; null when it is not such a key. */
  static async parse(pem: string): Promise<AccountKey | null> {
    const body = /-----BEGIN PRIVATE KEY-----([\s\S]+?)-----END/.exec(pem);
    try {
      const privateKey = await crypto.subtle.importKey(
        "pkcs8",
        Buffer.from(body?.[1] ?? "", "base64"),
        KEY_ALGORITHM,
        true,
        ["sign"],
      );
      return await AccountKey.#from(privateKey);
    } catch {
      return null;
    }
  }

  static async #from(privateKey: CryptoKey): Promise<AccountKey> {
    const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", privateKey);
    return new AccountKey(privateKey, { crv: "P-256", kty: "EC", x, y });
  }

  /** Signs a request with ES256 (RFC 7518 §3.4); no payload is POST-as-GET. */
  async sign(
    header: Readonly<Record<string, unknown>>,
    payload: unknown,
  ): Promise<FlattenedJws> {
    const head = encodeJson({ alg: "ES256", ...header });
    const body = payload === undefined ? "" : encodeJson(payload);
    const signature = await crypto.subtle.sign(
      KEY_ALGORITHM,
      this.#privateKey,
      new TextEncoder().encode(`${head}.${body}`),
    );
    return {
      protected: head,
      payload: body,
      signature: Buffer.from(signature).toString("base64url"),
    };
  }

  /** Answer to the challenge of a token (RFC 8555 §8.1). */
  authorize(token: string): string {
    return `${token}.${this.#thumbprint}`;
  }
}

function encodeJson(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
