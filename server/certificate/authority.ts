/**
 * The local certificate authority, which the devices of this server's users
 * trust.
 *
 * @module
 */
import { createPrivateKey, randomBytes, X509Certificate } from "node:crypto";
import {
  encodeNameConstraints,
  isDnsNamePermitted,
  NAME_CONSTRAINTS_OID,
  readPermittedDnsNames,
} from "./name_constraints.ts";
import type { PemPair } from "../net/port_listener.ts";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

const DAY_MS = 86_400_000;

/** Validity of an authority, in days. */
export const AUTHORITY_VALIDITY_DAYS = 3650;

/** Time before the creation at which validity begins, for clocks that are slow. */
export const BACKDATE_MS = 86_400_000;

/** ECDSA on P-256 with SHA-256, which every browser supports. */
export const KEY_ALGORITHM = {
  name: "ECDSA",
  namedCurve: "P-256",
  hash: "SHA-256",
} as const;

/** Names and time of a new authority. */
export interface AuthorityOptions {
  /** Shown in the list of trusted authorities of a device. */
  readonly hostName: string;
  /** Host names, and names below them, that it may sign for. */
  readonly dns: readonly string[];
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: number;
}

/** Creates an authority that may sign leaf certificates but no authorities. */
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
      // Limits what it signs to servers: no mail, no programs.
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.Extension(
        NAME_CONSTRAINTS_OID,
        true,
        encodeNameConstraints(dns),
      ),
    ],
  });
  return {
    cert: `${cert.toString("pem")}\n`,
    key: await exportPrivateKeyPem(keys),
  };
}

/** Reason to replace an authority. */
export type AuthorityFault =
  | "unreadable"
  | "other-key"
  | "not-an-authority"
  | "near-end"
  | "name-not-permitted";

/** Requirements for an existing authority. */
export interface AuthorityRequirements {
  /** Host name that it must be permitted to sign for. */
  readonly requiredDnsName: string | undefined;
  /** Least remaining validity in milliseconds. */
  readonly minRemainingMs: number;
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: number;
}

/** Finds the first fault of an authority; null when it meets the requirements. */
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

/** A certificate as users see it. */
export interface PublicCertificate {
  /** Certificate in DER. */
  readonly der: Uint8Array<ArrayBuffer>;
  /** SHA-256 as `AB:CD:...`. */
  readonly fingerprint: string;
}

/** Converts the first certificate of a PEM text. */
export function toPublicCertificate(certPem: string): PublicCertificate {
  const cert = new X509Certificate(certPem);
  return { der: Uint8Array.from(cert.raw), fingerprint: cert.fingerprint256 };
}

/** Generates a positive serial number of 127 bits, in hex (RFC 5280 §4.1.2.2). */
export function generateSerialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}

/** Exports a private key as PKCS #8 in PEM. */
export async function exportPrivateKeyPem(
  keys: CryptoKeyPair,
): Promise<string> {
  const der = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return `${x509.PemConverter.encode(der, "PRIVATE KEY")}\n`;
}

/** Rounds down to a whole second, the unit of X.509 times. */
export function floorToSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
