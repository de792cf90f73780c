/**
 * Checks of a certificate in files: what no browser would accept, as a sentence
 * for the operator.
 *
 * @module
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import type { PemPair } from "../net/port_listener.ts";
import { splitCertificates } from "./pem.ts";

const USABLE_KEYS = "use RSA of at least 2048 bits, or ECDSA P-256 or P-384";
const MIN_RSA_BITS = 2048;
/** Curves that all browsers support, by their names in OpenSSL. */
const BROWSER_CURVES: readonly unknown[] = ["prime256v1", "secp384r1"];
/** Remaining part of the validity below which the operator is warned. */
const WARNING_FRACTION = 1 / 10;

/** Describes why a pair cannot be used; null when it can. */
export function findPemPairProblem(
  pair: PemPair,
  nowMs: number,
): string | null {
  let chain: X509Certificate[];
  try {
    chain = splitCertificates(pair.cert)
      .map((pem) => new X509Certificate(pem));
  } catch {
    chain = [];
  }
  const [leaf] = chain;
  if (leaf === undefined) return "TLS_CERT contains no certificate in PEM form";
  try {
    if (!leaf.checkPrivateKey(createPrivateKey(pair.key))) {
      return "TLS_KEY is not the key of the first certificate in TLS_CERT";
    }
  } catch {
    return "TLS_KEY contains no private key in PEM form without a pass phrase";
  }
  return findKeyProblem(leaf) ?? findValidityProblem(chain, nowMs);
}

/** A warning while the certificate of a valid pair is about to end, or has ended. */
export function findExpiryWarning(
  { cert }: PemPair,
  nowMs: number,
): string | null {
  const [pem = ""] = splitCertificates(cert);
  const { validFrom, validTo } = new X509Certificate(pem);
  const remainingMs = Date.parse(validTo) - nowMs;
  const validityMs = Date.parse(validTo) - Date.parse(validFrom);
  if (remainingMs <= 0) {
    return `TLS_CERT expired at ${validTo}: browsers refuse it, put a new certificate into the files`;
  }
  return remainingMs < validityMs * WARNING_FRACTION
    ? `TLS_CERT expires at ${validTo}: put a new certificate into the files, it is read without a restart`
    : null;
}

function findKeyProblem(leaf: X509Certificate): string | null {
  let type: string | undefined;
  let details: { readonly namedCurve?: unknown } = {};
  let bits = 0;
  try {
    const { publicKey } = leaf;
    type = publicKey.asymmetricKeyType;
    details = publicKey.asymmetricKeyDetails ?? {};
    bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  } catch {
    // A type that OpenSSL does not name either, such as RSA-PSS.
  }
  if (type === "rsa") {
    return bits >= MIN_RSA_BITS
      ? null
      : `TLS_CERT has an RSA key of ${bits} bits, which is too weak: ${USABLE_KEYS}`;
  }
  if (type === "ec") {
    return BROWSER_CURVES.includes(details.namedCurve)
      ? null
      : `TLS_CERT has an ECDSA key of the curve ${details.namedCurve}, which browsers do not support: ${USABLE_KEYS}`;
  }
  return `TLS_CERT has a key of the type ${
    type ?? "RSA-PSS"
  }, which browsers do not support: ${USABLE_KEYS}`;
}

function findValidityProblem(
  chain: readonly X509Certificate[],
  nowMs: number,
): string | null {
  for (const [index, { validFrom, validTo }] of chain.entries()) {
    const name = index === 0
      ? "TLS_CERT"
      : `Certificate ${index + 1} of the chain in TLS_CERT`;
    if (Date.parse(validTo) <= nowMs) {
      return `${name} expired at ${validTo}: get a new certificate`;
    }
    if (Date.parse(validFrom) > nowMs) {
      return `${name} is not valid before ${validFrom}: check the clock`;
    }
  }
  return null;
}
