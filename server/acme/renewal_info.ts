/**
 * When the directory wants a certificate to be renewed (RFC 9773): earlier than
 * by its lifetime when it is about to be revoked.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { splitCertificates } from "../certificate/pem.ts";
import type { RenewalWindow } from "./acme_messages.ts";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** Time between two questions; the usual `Retry-After` of directories. */
const INTERVAL_MS = 6 * 3_600_000;

/** Effects of a {@linkcode RenewalInfo}. */
export interface RenewalInfoOptions {
  /** Asks the directory about a certificate; null when it does not know. */
  readonly ask: (certificateId: string) => Promise<RenewalWindow | null>;
  /** Random number from 0 to below 1. */
  readonly random: () => number;
}

/** Asks the directory now and then, and keeps its answer. */
export class RenewalInfo {
  readonly #options: RenewalInfoOptions;
  #nextAskAtMs = -Infinity;
  #certificateId: string | null = null;
  #renewAtMs = Infinity;

  /** Creates one that asks at its first use. */
  constructor(options: RenewalInfoOptions) {
    this.#options = options;
  }

  /**
   * Whether the directory wants the certificate to be renewed now. Rejects when
   * it cannot be asked.
   *
   * @param now Wall clock and monotonic clock, in milliseconds.
   */
  async isRenewalWanted(
    certPem: string,
    now: { readonly unixMs: number; readonly monotonicMs: number },
  ): Promise<boolean> {
    const id = certificateIdOf(certPem);
    if (id !== this.#certificateId) {
      this.#certificateId = id;
      this.#nextAskAtMs = -Infinity;
      this.#renewAtMs = Infinity;
    }
    if (id !== null && now.monotonicMs >= this.#nextAskAtMs) {
      this.#nextAskAtMs = now.monotonicMs + INTERVAL_MS;
      const window = await this.#options.ask(id);
      if (window !== null) this.#renewAtMs = this.#selectTime(window);
    }
    return now.unixMs >= this.#renewAtMs;
  }

  /** A random time in the window, so that not all servers come at once (§4.2). */
  #selectTime({ startMs, endMs }: RenewalWindow): number {
    // A time in the window that was selected before stays.
    if (this.#renewAtMs >= startMs && this.#renewAtMs <= endMs) {
      return this.#renewAtMs;
    }
    return startMs + Math.max(0, endMs - startMs) * this.#options.random();
  }
}

/** Identifier of a certificate (§4.1); null when it names no authority key. */
export function certificateIdOf(certPem: string): string | null {
  const cert = new x509.X509Certificate(splitCertificates(certPem)[0] ?? "");
  const { keyId } = cert.getExtension(x509.AuthorityKeyIdentifierExtension) ??
    {};
  if (keyId === undefined) return null;
  const serial = Buffer.from(cert.serialNumber, "hex");
  // As in DER, where a first bit of 1 would be a sign.
  const padding = Buffer.alloc((serial[0] ?? 0) >= 0x80 ? 1 : 0);
  const encode = (bytes: Buffer): string => bytes.toString("base64url");
  return `${encode(Buffer.from(keyId, "hex"))}.${
    encode(Buffer.concat([padding, serial]))
  }`;
}
