/**
 * A certificate of an ACME directory: its file in the data directory, and
 * whether it can be used and is due for renewal.
 *
 * @module
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { formatPemPair, parsePemPair } from "../certificate/pem.ts";
import type { DataDir } from "../data_dir.ts";
import type { PemPair } from "../net/port_listener.ts";
import { isRenewalDue } from "./attempt_schedule.ts";

const FILE = "acme.pem";
const DIRECTORY_LABEL = "Directory: ";

/** What a certificate is requested for. */
export interface CertificateOrder {
  /** Names, in lower case. */
  readonly domains: readonly string[];
  /** URL of the directory. */
  readonly directory: string;
}

/** A certificate with what was ordered, as far as the file says it. */
export interface IssuedCertificate {
  /** Certificate with its chain, and key. */
  readonly pair: PemPair;
  /** URL of the directory that issued it; empty when unknown. */
  readonly directory: string;
}

/** Loads the last certificate; one that cannot be read is renamed. */
export async function loadIssuedCertificate(
  dataDir: DataDir,
): Promise<IssuedCertificate | null> {
  const text = await dataDir.read(FILE);
  if (text === null) return null;
  const pair = parsePemPair(text);
  if (pair === null || !isKeyOfCertificate(pair)) {
    await dataDir.quarantine(FILE, "it contains no certificate and its key");
    return null;
  }
  const [head = ""] = text.split("\n", 1);
  const directory = head.startsWith(DIRECTORY_LABEL)
    ? head.slice(DIRECTORY_LABEL.length).trim()
    : "";
  return { pair, directory };
}

/** Stores a certificate; text before a PEM block is ignored (RFC 7468 §2). */
export async function saveIssuedCertificate(
  dataDir: DataDir,
  { pair, directory }: IssuedCertificate,
): Promise<void> {
  await dataDir.write(
    FILE,
    `${DIRECTORY_LABEL}${directory}\n${formatPemPair(pair)}`,
  );
}

/**
 * Whether it has not expired, and names one of the names at least. Its begin is
 * left to the clocks of the browsers: that of this machine may be slow.
 */
export function isUsable(
  { pair }: IssuedCertificate,
  { domains }: CertificateOrder,
  unixMs: number,
): boolean {
  const cert = new X509Certificate(pair.cert);
  return unixMs < Date.parse(cert.validTo) &&
    domains.some((domain) => cert.checkHost(domain) !== undefined);
}

/** Whether another one is needed: near its end, other names or directory. */
export function isDue(
  { pair, directory }: IssuedCertificate,
  order: CertificateOrder,
  unixMs: number,
): boolean {
  const cert = new X509Certificate(pair.cert);
  return directory !== order.directory ||
    order.domains.some((domain) => cert.checkHost(domain) === undefined) ||
    isRenewalDue({
      fromMs: Date.parse(cert.validFrom),
      toMs: Date.parse(cert.validTo),
    }, unixMs);
}

/** Time at which it ends, as its certificate says it. */
export function endOf({ pair }: IssuedCertificate): string {
  return new X509Certificate(pair.cert).validTo;
}

/** Whether key and certificate belong together; false also when unreadable. */
export function isKeyOfCertificate({ cert, key }: PemPair): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}
