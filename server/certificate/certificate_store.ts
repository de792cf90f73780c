/**
 * Keeps authority and leaf in the data directory: loads what is good, makes
 * anew what is not, and says why.
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

/** Authority and leaf, both good now. */
export interface CertificatePairs {
  readonly authority: PemPair;
  readonly leaf: PemPair;
}

/** Where to keep them, and whom to tell. */
export interface CertificateStoreOptions {
  readonly dataDir: DataDir;
  readonly log: Log;
}

/** What a step needs to know; read anew for each check. */
export interface RenewalInput {
  readonly nameSources: CertificateNameSources;
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: number;
}

/** Loads both from the directory and makes what is missing or no longer good. */
export async function loadOrCreateCertificates(
  options: CertificateStoreOptions,
  input: RenewalInput,
): Promise<CertificatePairs> {
  const authority = await loadPair(options, AUTHORITY_FILE);
  const leaf = await loadPair(options, LEAF_FILE);
  return await renewCertificates(options, input, { authority, leaf });
}

/**
 * What of `held` is still good, with the rest made anew and written. Returns
 * the same leaf object when nothing had to change. A leaf that cannot be
 * written is used all the same and logged.
 */
export async function renewCertificates(
  options: CertificateStoreOptions,
  input: RenewalInput,
  held: { readonly authority: PemPair | null; readonly leaf: PemPair | null },
): Promise<CertificatePairs> {
  const { log } = options;
  const authority = await ensureAuthority(options, input, held.authority);
  const names = filterPermittedNames(
    authority,
    collectCertificateNames(input.nameSources),
  );
  const needs = { authority, names, nowMs: input.nowMs };
  const fault = held.leaf ? findLeafFault(held.leaf, needs) : "missing";
  if (held.leaf && fault === null) return { authority, leaf: held.leaf };
  if (fault === "unreadable") {
    await options.dataDir.quarantine(LEAF_FILE, "it cannot be read");
  }
  const leaf = await createLeaf(needs);
  await savePair(options, LEAF_FILE, leaf);
  log.info("Made a new certificate", { why: fault });
  return { authority, leaf };
}

async function ensureAuthority(
  options: CertificateStoreOptions,
  input: RenewalInput,
  held: PemPair | null,
): Promise<PemPair> {
  const { nameSources, nowMs } = input;
  const { dns } = collectCertificateNames({ ...nameSources, addresses: [] });
  const fault = held
    ? findAuthorityFault(held, {
      // Only a name that is a setting is worth making everyone trust anew.
      requiredDnsName: dns.find((name) => name === nameSources.publicHost),
      minRemainingMs: LEAF_VALIDITY_DAYS * 86_400_000,
      nowMs,
    })
    : "missing";
  if (held && fault === null) return held;
  if (held) {
    await options.dataDir.quarantine(AUTHORITY_FILE, `its fault is ${fault}`);
  }
  const authority = await createAuthority({
    hostName: nameSources.hostName || "this server",
    dns: [...new Set([...dns, "local"])],
    nowMs,
  });
  await savePair(options, AUTHORITY_FILE, authority);
  if (held) {
    options.log.warn(
      "Made a new certificate authority: devices that trusted the old one must trust this one",
    );
  }
  return authority;
}

/** Leaves out host names that the authority may not sign for. */
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
  if (!pair) await dataDir.quarantine(file, "it holds no certificate and key");
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
    log.error(`Cannot keep ${file}: it will be made anew at the next start`, {
      error,
    });
  }
}
