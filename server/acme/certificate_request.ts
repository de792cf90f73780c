/**
 * Key and signing request of a new certificate.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  exportPrivateKeyPem,
  KEY_ALGORITHM,
} from "../certificate/authority.ts";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** A request and the key that belongs to the certificate. */
export interface CertificateRequest {
  /** PKCS #10 in DER, base64url (RFC 8555 §7.4). */
  readonly csr: string;
  /** Private key in PEM. */
  readonly key: string;
}

/** Generates a key and a request for the names. */
export async function createCertificateRequest(
  domains: readonly string[],
): Promise<CertificateRequest> {
  const keys = await crypto.subtle.generateKey(KEY_ALGORITHM, true, [
    "sign",
    "verify",
  ]);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    keys,
    signingAlgorithm: KEY_ALGORITHM,
    extensions: [
      new x509.SubjectAlternativeNameExtension(
        domains.map((value) => ({ type: "dns" as const, value })),
      ),
    ],
  });
  return {
    csr: Buffer.from(request.rawData).toString("base64url"),
    key: await exportPrivateKeyPem(keys),
  };
}
