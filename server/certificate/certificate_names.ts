/**
 * Names of the server's certificate: every host name and address by which this
 * machine is reached.
 *
 * @module
 */
import { canonicalizeIp, parseIp } from "../net/ip_address.ts";

/** Names of a certificate, sorted and without duplicates. */
export interface CertificateNames {
  /** Host names in lower case. */
  readonly dns: readonly string[];
  /** Addresses in canonical form, without scope ids. */
  readonly ips: readonly string[];
}

/** Sources of the names. */
export interface CertificateNameSources {
  /** Name of this machine. */
  readonly hostName: string;
  /** A host name or an address, or undefined. */
  readonly publicHost: string | undefined;
  /** Addresses of the machine's interfaces; scope ids are dropped. */
  readonly addresses: readonly string[];
}

/** Bounds the size of the certificate of a machine with very many interfaces. */
const MAX_ADDRESSES = 200;

const DNS_NAME =
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*$/;

/** Collects the names: localhost, the host name, the public host, the addresses. */
export function collectCertificateNames(
  sources: CertificateNameSources,
): CertificateNames {
  const { hostName, publicHost, addresses } = sources;
  const dns = new Set(["localhost"]);
  const ips = new Set(["127.0.0.1", "::1"]);
  const add = (name: string): void => {
    const ip = canonicalizeIp(name);
    const lower = name.toLowerCase();
    if (ip !== null) ips.add(ip);
    else if (DNS_NAME.test(lower)) dns.add(lower);
  };
  if (publicHost !== undefined) add(publicHost);
  const bare = hostName.replace(/\.$/, "");
  add(bare);
  const label = bare.split(".")[0] ?? "";
  if (label !== "localhost" && parseIp(bare) === null) add(`${label}.local`);
  for (const address of addresses.slice(0, MAX_ADDRESSES)) add(address);
  return {
    dns: Object.freeze([...dns].sort()),
    ips: Object.freeze([...ips].sort()),
  };
}
