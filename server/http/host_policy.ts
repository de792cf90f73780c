/**
 * Checks the `Host` of a request against DNS rebinding: a page of another site
 * whose name suddenly resolves to this server would pass the `Origin` check,
 * since origin and host agree.
 *
 * Own TLS and a trusted proxy know the name already: a browser compares it with
 * the certificate, a proxy with its configuration. So by default only requests
 * in the clear and without such a proxy are checked.
 *
 * @module
 */
import { type Cidr, isAddressInCidrs } from "../net/cidr.ts";
import { parseIp } from "../net/ip_address.ts";
import type { AllowedHosts } from "../config/setting_kinds.ts";
import type { RequestClient, TcpPeer } from "./client_address.ts";

/** Settings and names that a {@linkcode HostCheck} is made of. */
export interface HostPolicy {
  /** `ALLOWED_HOSTS`. */
  readonly allowedHosts: AllowedHosts;
  /** `PUBLIC_HOST`. */
  readonly publicHost: string | undefined;
  /** Certificate by ACME; its names are those of this server. */
  readonly acme: { readonly domains: readonly string[] } | null;
  /** Name of this machine. */
  readonly hostName: string;
  /** Proxies that check the host themselves. */
  readonly trustedProxies: readonly Cidr[];
}

/** Whether a request may use the host by which it came. */
export type HostCheck = (client: RequestClient, peer: TcpPeer) => boolean;

/** Suffixes that no public registry delegates (RFC 6761, 6762, 8375, ICANN). */
const PRIVATE_SUFFIXES: readonly string[] = [
  "corp",
  "home",
  "home.arpa",
  "internal",
  "intranet",
  "lan",
  "local",
  "localdomain",
  "localhost",
  "private",
  "test",
];

/** Creates the check. */
export function createHostCheck(policy: HostPolicy): HostCheck {
  const { allowedHosts, publicHost, hostName, trustedProxies } = policy;
  const ownNames = [publicHost, hostName, ...policy.acme?.domains ?? []]
    .map((name) => name?.toLowerCase());
  return ({ host }, peer) => {
    const name = nameOf(host);
    // A browser always names a host; the front refuses a request without one.
    if (name === null || allowedHosts.kind === "any") return true;
    // Nobody can make another site's page have the address of this server.
    if (parseIp(name) !== null || ownNames.includes(name)) return true;
    if (isBelow(name, "localhost")) return true;
    if (allowedHosts.kind === "list") {
      return allowedHosts.hosts.some((allowed) => matchesHost(name, allowed));
    }
    return peer.isTls || isAddressInCidrs(trustedProxies, peer.address) ||
      isPrivateName(name);
  };
}

/** A name that means something in a local network only. */
function isPrivateName(name: string): boolean {
  return !name.includes(".") ||
    PRIVATE_SUFFIXES.some((suffix) => isBelow(name, suffix));
}

/** `*.example.com` stands for all names below `example.com`. */
function matchesHost(name: string, allowed: string): boolean {
  return allowed.startsWith("*.")
    ? name.endsWith(allowed.slice(1))
    : name === allowed;
}

function isBelow(name: string, suffix: string): boolean {
  return name === suffix || name.endsWith(`.${suffix}`);
}

/** Host without port, brackets and final dot; null for an empty host. */
function nameOf(host: string): string | null {
  const url = `http://${host}`;
  if (host === "" || !URL.canParse(url)) return null;
  return new URL(url).hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}
