/**
 * The local certificate authority: made once, then trusted by the phones and
 * laptops of the people who use this server.
 *
 * @module
 */
import { createPrivateKey, randomBytes, X509Certificate } from "node:crypto";
import {
  createNameConstraints,
  isDnsNamePermitted,
  readPermittedDnsNames,
} from "./name_constraints.ts";
import type { PemPair } from "../net/port_listener.ts";
import { x509 } from "./x509.ts";

const DAY_MS = 86_400_000;

/** How long an authority is valid. */
export const AUTHORITY_VALIDITY_DAYS = 3650;

/** Allowance for clients whose clock is behind. */
export const BACKDATE_MS = DAY_MS;

/** ECDSA on P-256 with SHA-256: what every browser takes. */
export const KEY_ALGORITHM = {
  name: "ECDSA",
  namedCurve: "P-256",
  hash: "SHA-256",
} as const;

/** What an authority is made for. */
export interface AuthorityOptions {
  /** Shown in the lists of trusted authorities: whose this one is. */
  readonly hostName: string;
  /** Host names, and names below them, that it may sign for. */
  readonly dns: readonly string[];
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: number;
}

/** Makes an authority that may sign leaves but no further authorities. */
export async function createAuthority(
  options: AuthorityOptions,
): Promise<PemPair> {
  const { hostName, dns, nowMs } = options;
  const keys = await crypto.subtle.generateKey(KEY_ALGORITHM, true, [
    "sign",
    "verify",
  ]);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: generateSerialNumber(),
    name: [{ O: ["Maru"] }, {
      CN: [`Maru local authority of ${hostName.slice(0, 35)}`],
    }],
    notBefore: floorToSecond(nowMs - BACKDATE_MS),
    notAfter: floorToSecond(nowMs + AUTHORITY_VALIDITY_DAYS * DAY_MS),
    keys,
    signingAlgorithm: KEY_ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      createNameConstraints(dns),
    ],
  });
  return {
    cert: `${cert.toString("pem")}\n`,
    key: await exportPrivateKeyPem(keys),
  };
}

/** Why an authority must be made anew. */
export type AuthorityFault =
  | "unreadable"
  | "other-key"
  | "not-an-authority"
  | "near-end"
  | "name-not-permitted";

/** What an authority at hand must be able to do. */
export interface AuthorityRequirements {
  /** A host name that it has to be permitted to sign for. */
  readonly requiredDnsName: string | undefined;
  /** Milliseconds for which it must still be valid. */
  readonly minRemainingMs: number;
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: number;
}

/** The first fault of an authority, or null when it is good for now. */
export function findAuthorityFault(
  pair: PemPair,
  needs: AuthorityRequirements,
): AuthorityFault | null {
  let cert: X509Certificate;
  try {
    cert = new X509Certificate(pair.cert);
    if (!cert.checkPrivateKey(createPrivateKey(pair.key))) {
      return "other-key";
    }
  } catch {
    return "unreadable";
  }
  if (!cert.ca) return "not-an-authority";
  if (Date.parse(cert.validTo) - needs.nowMs < needs.minRemainingMs) {
    return "near-end";
  }
  const { requiredDnsName } = needs;
  return requiredDnsName === undefined ||
      isDnsNamePermitted(readPermittedDnsNames(pair.cert), requiredDnsName)
    ? null
    : "name-not-permitted";
}

/** A certificate in the forms in which people meet it. */
export interface PublicCertificate {
  readonly der: Uint8Array<ArrayBuffer>;
  /** SHA-256 as `AB:CD:...`, for people to compare. */
  readonly fingerprint: string;
}

/** The public forms of the first certificate of a PEM text. */
export function toPublicCertificate(certPem: string): PublicCertificate {
  const cert = new X509Certificate(certPem);
  return { der: Uint8Array.from(cert.raw), fingerprint: cert.fingerprint256 };
}

/** A positive serial number of 127 random bits, in hex (RFC 5280 §4.1.2.2). */
export function generateSerialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}

/** The private key as PKCS #8 in PEM. */
export async function exportPrivateKeyPem(
  keys: CryptoKeyPair,
): Promise<string> {
  const der = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return `${x509.PemConverter.encode(der, "PRIVATE KEY")}\n`;
}

/** X.509 counts whole seconds. */
export function floorToSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
