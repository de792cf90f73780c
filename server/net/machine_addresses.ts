/**
 * Addresses of this machine, and the page URLs that they give.
 *
 * @module
 */
import ipaddr from "ipaddr.js";
import {
  type AddressFamily,
  addressFamilyOf,
  canonicalizeIp,
  isLoopbackIp,
} from "./ip_address.ts";

/** Where an address can be reached from. */
export type AddressReachability = "loopback" | "link-local" | "lan" | "public";

/** One address of one interface. */
export interface MachineAddress {
  /** Canonical, without scope id. */
  readonly address: string;
  /** Address family. */
  readonly family: AddressFamily;
  /** Network from which the address can be reached. */
  readonly reachability: AddressReachability;
  /** Name of the interface, such as `eth0`. */
  readonly interfaceName: string;
}

/** The used part of an entry of `Deno.networkInterfaces()`. */
export interface InterfaceEntry {
  /** Name of the interface. */
  readonly name: string;
  /** Address, for IPv6 maybe with a scope id. */
  readonly address: string;
}

/** Lists the current interfaces of this machine. */
export function listNetworkInterfaces(): InterfaceEntry[] {
  return Deno.networkInterfaces().map(({ name, address }) => ({
    name,
    address,
  }));
}

/** Interfaces of containers and virtual machines, not reachable from other devices. */
const VIRTUAL_INTERFACE =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|lxc|podman)/;

/** Lists each address once, in the order of the interfaces, loopback last. */
export function listMachineAddresses(
  entries: readonly InterfaceEntry[],
): MachineAddress[] {
  const found = new Map<string, MachineAddress>();
  for (const { name, address } of entries) {
    const ip = canonicalizeIp(address);
    if (ip === null || found.has(ip)) continue;
    found.set(ip, {
      address: ip,
      family: addressFamilyOf(ip),
      reachability: reachabilityOf(ip),
      interfaceName: name,
    });
  }
  const all = [...found.values()];
  return [
    ...all.filter((a) => a.reachability !== "loopback"),
    ...all.filter((a) => a.reachability === "loopback"),
  ];
}

/** Classifies a canonical literal. */
export function reachabilityOf(ip: string): AddressReachability {
  switch (ipaddr.parse(ip).range()) {
    case "loopback":
      return "loopback";
    case "linkLocal":
      return "link-local";
    case "private":
    case "uniqueLocal":
    case "carrierGradeNat":
      return "lan";
    default:
      return "public";
  }
}

/** URLs of the page. */
export interface PageUrls {
  /** On this machine. */
  readonly local: string;
  /** From other devices, best first; empty when only loopback is served. */
  readonly others: readonly string[];
}

/** Scheme, port and host under which the server listens. */
export interface PageUrlOptions {
  /** Scheme of the page. */
  readonly scheme: "http" | "https";
  /** Port of the page. */
  readonly port: number;
  /** Address of the listener; undefined for all. */
  readonly host: string | undefined;
  /** Listed first when it is set. */
  readonly publicHost: string | undefined;
  /** Addresses behind which a NAT hides the machine; listed next. */
  readonly externalIps: readonly string[];
}

/**
 * Lists the URLs to print: public name, external addresses, IPv4 of the LAN,
 * the rest; no link-local ones.
 */
export function listPageUrls(
  addresses: readonly MachineAddress[],
  options: PageUrlOptions,
): PageUrls {
  const url = (host: string): string =>
    urlOf(options.scheme, host, options.port);
  const { host, publicHost, externalIps } = options;
  const isAll = host === undefined || host === "0.0.0.0" || host === "::";
  const listening = isAll
    ? addresses.filter((a) => host !== "0.0.0.0" || a.family === "ipv4")
    : addresses.filter((a) => a.address === host);
  const others = listening
    .filter((a) => a.reachability === "lan" || a.reachability === "public")
    .sort((a, b) => urlPriority(a) - urlPriority(b))
    .map((a) => url(a.address));
  const named = [
    ...publicHost === undefined ? [] : [publicHost],
    ...externalIps,
  ].map(url);
  const isOnLoopback = isAll || host === "localhost" ||
    isLoopbackIp(host);
  return {
    local: url(isOnLoopback ? "localhost" : host),
    others: [...new Set([...named, ...others])],
  };
}

function urlPriority(a: MachineAddress): number {
  return (VIRTUAL_INTERFACE.test(a.interfaceName) ? 4 : 0) +
    (a.family === "ipv6" ? 2 : 0) + (a.reachability === "public" ? 1 : 0);
}

/** URL of a host name or address, without the default port. */
export function urlOf(
  scheme: "http" | "https",
  host: string,
  port: number,
): string {
  const isDefault = port === (scheme === "https" ? 443 : 80);
  const name = host.includes(":") ? `[${host}]` : host;
  return `${scheme}://${name}${isDefault ? "" : `:${port}`}`;
}
