/**
 * Keeps authority and leaf in the data directory: loads what is good, makes
 * anew what is not, and says why.
 *
 * @module
 */
import type { DataDir } from "../data_dir.ts";
import type { Log } from "../log.ts";
import { authorityFault, makeAuthority } from "./authority.ts";
import { LEAF_DAYS, leafFault, makeLeaf } from "./leaf.ts";
import { permits, permittedDns } from "./name_constraints.ts";
import {
  type CertificateNames,
  certificateNames,
} from "./certificate_names.ts";
import type { NameSources } from "./certificate_names.ts";
import { joinPair, splitPair } from "./pem.ts";
import type { PemPair } from "./certificate_source.ts";

const AUTHORITY_FILE = "authority.pem";
const LEAF_FILE = "server.pem";

/** Authority and leaf, both good now. */
export interface CertificatePairs {
  readonly authority: PemPair;
  readonly leaf: PemPair;
}

/** Where to keep them, and whom to tell. */
export interface StoreOptions {
  readonly dataDir: DataDir;
  readonly log: Log;
}

/** What a step needs to know; read anew for each check. */
export interface StoreInput {
  readonly sources: NameSources;
  /** Wall clock in Unix milliseconds. */
  readonly nowMs: number;
}

/** Loads both from the directory and makes what is missing or no longer good. */
export async function loadOrMake(
  options: StoreOptions,
  input: StoreInput,
): Promise<CertificatePairs> {
  const authority = await loadPair(options, AUTHORITY_FILE);
  const leaf = await loadPair(options, LEAF_FILE);
  return await renew(options, input, { authority, leaf });
}

/**
 * What of `held` is still good, with the rest made anew and written. Returns
 * the same leaf object when nothing had to change. A leaf that cannot be
 * written is used all the same and logged.
 */
export async function renew(
  options: StoreOptions,
  input: StoreInput,
  held: { readonly authority: PemPair | null; readonly leaf: PemPair | null },
): Promise<CertificatePairs> {
  const { log } = options;
  const authority = await goodAuthority(options, input, held.authority);
  const names = permittedNames(authority, certificateNames(input.sources));
  const needs = { authority, names, nowMs: input.nowMs };
  const fault = held.leaf ? leafFault(held.leaf, needs) : "missing";
  if (held.leaf && fault === null) return { authority, leaf: held.leaf };
  if (fault === "unreadable") {
    await options.dataDir.setAside(LEAF_FILE, "it cannot be read");
  }
  const leaf = await makeLeaf(needs);
  await keep(options, LEAF_FILE, leaf);
  log.info("Made a new certificate", { why: fault });
  return { authority, leaf };
}

async function goodAuthority(
  options: StoreOptions,
  input: StoreInput,
  held: PemPair | null,
): Promise<PemPair> {
  const { sources, nowMs } = input;
  const { dns } = certificateNames({ ...sources, addresses: [] });
  const fault = held
    ? authorityFault(held, {
      // Only a name that is a setting is worth making everyone trust anew.
      mustPermit: dns.find((name) => name === sources.publicHost),
      minLifeMs: LEAF_DAYS * 86_400_000,
      nowMs,
    })
    : "missing";
  if (held && fault === null) return held;
  if (held) {
    await options.dataDir.setAside(AUTHORITY_FILE, `its fault is ${fault}`);
  }
  const authority = await makeAuthority({
    hostName: sources.hostName || "this server",
    dns: [...new Set([...dns, "local"])],
    nowMs,
  });
  await keep(options, AUTHORITY_FILE, authority);
  if (held) {
    options.log.warn(
      "Made a new certificate authority: devices that trusted the old one must trust this one",
    );
  }
  return authority;
}

/** Leaves out host names that the authority may not sign for. */
function permittedNames(
  authority: PemPair,
  names: CertificateNames,
): CertificateNames {
  const permitted = permittedDns(authority.certPem);
  return { ...names, dns: names.dns.filter((dns) => permits(permitted, dns)) };
}

async function loadPair(
  { dataDir }: StoreOptions,
  file: string,
): Promise<PemPair | null> {
  const text = await dataDir.read(file);
  if (text === null) return null;
  const pair = splitPair(text);
  if (!pair) await dataDir.setAside(file, "it holds no certificate and key");
  return pair;
}

async function keep(
  { dataDir, log }: StoreOptions,
  file: string,
  pair: PemPair,
): Promise<void> {
  try {
    await dataDir.write(file, joinPair(pair));
  } catch (error) {
    log.error(`Cannot keep ${file}: it will be made anew at the next start`, {
      error,
    });
  }
}
