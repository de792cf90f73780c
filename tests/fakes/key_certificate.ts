/**
 * Self-signed certificates with keys that no browser accepts, made with the
 * library of the local authority.
 *
 * @module
 */
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { exportPrivateKeyPem } from "../../server/certificate/authority.ts";
import type { PemPair } from "../../server/net/port_listener.ts";

/** Kinds of keys that WebCrypto makes. */
const ALGORITHMS = {
  "RSA 1024": {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  "RSA 2048": {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  "Ed25519": { name: "Ed25519" },
  "P-256": { name: "ECDSA", hash: "SHA-256", namedCurve: "P-256" },
  "P-384": { name: "ECDSA", hash: "SHA-256", namedCurve: "P-384" },
} as const;

/** Creates a pair, valid for a day from `nowMs` on. */
export async function createKeyCertificate(
  kind: keyof typeof ALGORITHMS,
  nowMs: number,
): Promise<PemPair> {
  const algorithm = ALGORITHMS[kind];
  const keys = await crypto.subtle.generateKey(algorithm, true, [
    "sign",
    "verify",
  ]);
  if (!("privateKey" in keys)) throw new TypeError("Not a pair of keys");
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=localhost",
    notBefore: new Date(nowMs),
    notAfter: new Date(nowMs + 86_400_000),
    keys,
    signingAlgorithm: algorithm,
  });
  return { cert: cert.toString("pem"), key: await exportPrivateKeyPem(keys) };
}
