/**
 * The server's leaf certificate, signed by the local authority, and the check
 * of an existing one.
 *
 * @module
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import {
  BACKDATE_MS,
  exportPrivateKeyPem,
  floorToSecond,
  generateSerialNumber,
  KEY_ALGORITHM,
} from "./authority.ts";
import type { CertificateNames } from "./certificate_names.ts";
import type { PemPair } from "../net/port_listener.ts";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** Validity of a leaf, in days; Apple's limit is 398. */
export const LEAF_VALIDITY_DAYS = 90;

const LEAF_VALIDITY_MS = LEAF_VALIDITY_DAYS * 86_400_000;

/** Issuer, names and time of a leaf. */
export interface LeafOptions {
  /** Issuer. */
  readonly authority: PemPair;
  /** Subject alternative names. */
  readonly names: CertificateNames;
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: number;
}

/** Generates a key and a certificate for it, signed by the authority. */
export async function createLeaf(options: LeafOptions): Promise<PemPair> {
  const { authority, names, nowMs } = options;
  const issuer = new x509.X509Certificate(authority.cert);
  const signingKey = await crypto.subtle.importKey(
    "pkcs8",
    x509.PemConverter.decodeFirst(authority.key),
    KEY_ALGORITHM,
    false,
    ["sign"],
  );
  const keys = await crypto.subtle.generateKey(KEY_ALGORITHM, true, [
    "sign",
    "verify",
  ]);
  const cert = await x509.X509CertificateGenerator.create({
    serialNumber: generateSerialNumber(),
    subject: [{ O: ["Maru"] }, { CN: ["Maru server"] }],
    issuer: issuer.subjectName,
    notBefore: floorToSecond(nowMs - BACKDATE_MS),
    notAfter: floorToSecond(
      Math.min(nowMs + LEAF_VALIDITY_MS, issuer.notAfter.getTime()),
    ),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: KEY_ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
      ]),
      new x509.SubjectAlternativeNameExtension([
        ...names.dns.map((value) => ({ type: "dns" as const, value })),
        ...names.ips.map((value) => ({ type: "ip" as const, value })),
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return {
    cert: `${cert.toString("pem")}\n`,
    key: await exportPrivateKeyPem(keys),
  };
}

/** Reason to replace a leaf. */
export type LeafFault =
  | "unreadable"
  | "other-key"
  | "other-authority"
  | "other-names"
  | "near-end";

/** Finds the first fault of a leaf; null when it has none. */
export function findLeafFault(
  leaf: PemPair,
  options: LeafOptions,
): LeafFault | null {
  let cert: X509Certificate;
  try {
    cert = new X509Certificate(leaf.cert);
    if (!cert.checkPrivateKey(createPrivateKey(leaf.key))) {
      return "other-key";
    }
  } catch {
    return "unreadable";
  }
  const issuer = new X509Certificate(options.authority.cert);
  if (!cert.verify(issuer.publicKey) || cert.issuer !== issuer.subject) {
    return "other-authority";
  }
  if (!hasSubjectAltNames(leaf.cert, options.names)) return "other-names";
  return remainingValidityFraction(cert, options.nowMs) < 1 / 3
    ? "near-end"
    : null;
}

/** Remaining fraction of the validity: 1 at the beginning, 0 at the end. */
function remainingValidityFraction(
  cert: X509Certificate,
  nowMs: number,
): number {
  const from = Date.parse(cert.validFrom);
  const to = Date.parse(cert.validTo);
  return nowMs < from ? 0 : (to - nowMs) / (to - from);
}

/** Subject alternative names of a certificate, sorted and canonical. */
export function subjectAltNamesOf(certPem: string): CertificateNames {
  const cert = new x509.X509Certificate(certPem);
  const names = cert.getExtension(x509.SubjectAlternativeNameExtension)?.names
    .toJSON() ?? [];
  const of = (type: string): string[] =>
    names.filter((n) => n.type === type).map((n) => n.value).sort();
  return { dns: of("dns"), ips: of("ip") };
}

function hasSubjectAltNames(
  certPem: string,
  names: CertificateNames,
): boolean {
  const { dns, ips } = subjectAltNamesOf(certPem);
  return dns.join() === names.dns.join() && ips.join() === names.ips.join();
}
