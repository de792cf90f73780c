/**
 * Authority and leaf certificate in the data directory: loads them, replaces
 * those that have a fault, and logs the fault.
 *
 * @module
 */
import type { DataDir } from "../data_dir.ts";
import type { Log } from "../log.ts";
import { createAuthority, findAuthorityFault } from "./authority.ts";
import { createLeaf, findLeafFault, LEAF_VALIDITY_DAYS } from "./leaf.ts";
import {
  isDnsNamePermitted,
  readPermittedDnsNames,
} from "./name_constraints.ts";
import {
  type CertificateNames,
  collectCertificateNames,
} from "./certificate_names.ts";
import type { CertificateNameSources } from "./certificate_names.ts";
import { formatPemPair, parsePemPair } from "./pem.ts";
import type { PemPair } from "../net/port_listener.ts";

const AUTHORITY_FILE = "authority.pem";
const LEAF_FILE = "server.pem";

/** Authority and leaf, both usable. */
export interface CertificatePairs {
  /** Local authority. */
  readonly authority: PemPair;
  /** Certificate of the server. */
  readonly leaf: PemPair;
}

/** Directory and log of the store. */
export interface CertificateStoreOptions {
  /** Directory of both files. */
  readonly dataDir: DataDir;
  /** Log of replaced certificates. */
  readonly log: Log;
}

/** Names and time of a check. */
export interface RenewalInput {
  /** Sources of the certificate's names. */
  readonly nameSources: CertificateNameSources;
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: number;
}

/** Loads both from the directory; creates what is missing or has a fault. */
export async function loadOrCreateCertificates(
  options: CertificateStoreOptions,
  input: RenewalInput,
): Promise<CertificatePairs> {
  const authority = await loadPair(options, AUTHORITY_FILE);
  const leaf = await loadPair(options, LEAF_FILE);
  return await renewCertificates(options, input, { authority, leaf });
}

/**
 * Replaces the parts of `existing` that have a fault, and stores them. Returns
 * the same leaf object when nothing changed. A leaf that cannot be stored is
 * used anyway, and logged.
 */
export async function renewCertificates(
  options: CertificateStoreOptions,
  input: RenewalInput,
  existing: {
    readonly authority: PemPair | null;
    readonly leaf: PemPair | null;
  },
): Promise<CertificatePairs> {
  const { log } = options;
  const authority = await ensureAuthority(options, input, existing.authority);
  const names = filterPermittedNames(
    authority,
    collectCertificateNames(input.nameSources),
  );
  const requirements = { authority, names, nowMs: input.nowMs };
  const fault = existing.leaf
    ? findLeafFault(existing.leaf, requirements)
    : "missing";
  if (existing.leaf && fault === null) {
    return { authority, leaf: existing.leaf };
  }
  if (fault === "unreadable") {
    await options.dataDir.quarantine(LEAF_FILE, "it cannot be read");
  }
  const leaf = await createLeaf(requirements);
  await savePair(options, LEAF_FILE, leaf);
  log.info("Created a new certificate", { reason: fault });
  return { authority, leaf };
}

async function ensureAuthority(
  options: CertificateStoreOptions,
  input: RenewalInput,
  existing: PemPair | null,
): Promise<PemPair> {
  const { nameSources, nowMs } = input;
  const { dns } = collectCertificateNames({ ...nameSources, addresses: [] });
  const fault = existing
    ? findAuthorityFault(existing, {
      // Every device has to trust a new authority: only a name from the
      // settings justifies that.
      requiredDnsName: dns.find((name) => name === nameSources.publicHost),
      minRemainingMs: LEAF_VALIDITY_DAYS * 86_400_000,
      nowMs,
    })
    : "missing";
  if (existing && fault === null) return existing;
  if (existing) {
    await options.dataDir.quarantine(AUTHORITY_FILE, `its fault is ${fault}`);
  }
  const authority = await createAuthority({
    hostName: nameSources.hostName || "this server",
    dns: [...new Set([...dns, "local"])],
    nowMs,
  });
  await savePair(options, AUTHORITY_FILE, authority);
  if (existing) {
    options.log.warn(
      "Created a new certificate authority: open /ca on each device to trust it",
    );
  }
  return authority;
}

/** Removes host names that the authority may not sign for. */
function filterPermittedNames(
  authority: PemPair,
  names: CertificateNames,
): CertificateNames {
  const permitted = readPermittedDnsNames(authority.cert);
  return {
    ...names,
    dns: names.dns.filter((dns) => isDnsNamePermitted(permitted, dns)),
  };
}

async function loadPair(
  { dataDir }: CertificateStoreOptions,
  file: string,
): Promise<PemPair | null> {
  const text = await dataDir.read(file);
  if (text === null) return null;
  const pair = parsePemPair(text);
  if (!pair) {
    await dataDir.quarantine(file, "it contains no certificate and key");
  }
  return pair;
}

async function savePair(
  { dataDir, log }: CertificateStoreOptions,
  file: string,
  pair: PemPair,
): Promise<void> {
  try {
    await dataDir.write(file, formatPemPair(pair));
  } catch (error) {
    log.error(
      `Cannot write ${file}: check DATA_DIR, or the next start creates another one`,
      {
        error,
      },
    );
  }
}
