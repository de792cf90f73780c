/**
 * The addresses of this machine: which there are, which a person can open.
 *
 * @module
 */
import { parseAddress } from "./cidr.ts";

/** How far an address reaches. */
export type AddressReachability = "loopback" | "link-local" | "lan" | "public";

/** One address of one interface. */
export interface MachineAddress {
  /** Canonical, without scope id. */
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  readonly reachability: AddressReachability;
  /** Name of the interface, such as `eth0`. */
  readonly interfaceName: string;
}

/** What is used of an entry of `Deno.networkInterfaces()`. */
export interface InterfaceEntry {
  readonly name: string;
  readonly address: string;
}

/** The interfaces of this machine as they are now. */
export function listNetworkInterfaces(): InterfaceEntry[] {
  return Deno.networkInterfaces().map(({ name, address }) => ({
    name,
    address,
  }));
}

/** Interfaces of containers and virtual machines: no phone reaches these. */
const VIRTUAL_INTERFACE =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|lxc|podman)/;

/** Each address once, in the order of the interfaces, loopback last. */
export function listMachineAddresses(
  entries: readonly InterfaceEntry[],
): MachineAddress[] {
  const found = new Map<string, MachineAddress>();
  for (const { name, address } of entries) {
    const parsed = parseAddress(address.replace(/%.*$/, ""));
    if (!parsed) continue;
    const text = parsed.toString();
    if (found.has(text)) continue;
    found.set(text, {
      address: text,
      family: parsed.kind() === "ipv4" ? "ipv4" : "ipv6",
      reachability: reachabilityOf(parsed.range()),
      interfaceName: name,
    });
  }
  const all = [...found.values()];
  return [
    ...all.filter((a) => a.reachability !== "loopback"),
    ...all.filter((a) => a.reachability === "loopback"),
  ];
}

function reachabilityOf(range: string): AddressReachability {
  switch (range) {
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

/** What to open in a browser. */
export interface PageUrls {
  /** On this machine. */
  readonly local: string;
  /** From other devices, best first; empty when only loopback is served. */
  readonly others: readonly string[];
}

/** How the server is reached. */
export interface PageUrlOptions {
  readonly scheme: "http" | "https";
  readonly port: number;
  /** The address that is listened on; undefined for all. */
  readonly host: string | undefined;
  /** Comes first where it is set. */
  readonly publicHost: string | undefined;
}

/** The URLs to print: public name, IPv4 of the LAN, the rest, no link-local ones. */
export function listPageUrls(
  addresses: readonly MachineAddress[],
  options: PageUrlOptions,
): PageUrls {
  const url = (host: string): string =>
    urlOf(options.scheme, host, options.port);
  const { host, publicHost } = options;
  const isAll = host === undefined || host === "0.0.0.0" || host === "::";
  const reached = isAll
    ? addresses.filter((a) => host !== "0.0.0.0" || a.family === "ipv4")
    : addresses.filter((a) => a.address === host);
  const others = reached
    .filter((a) => a.reachability === "lan" || a.reachability === "public")
    .sort((a, b) => urlPriority(a) - urlPriority(b))
    .map((a) => url(a.address));
  const named = publicHost === undefined ? [] : [url(publicHost)];
  const isOnLoopback = isAll || host === "localhost" ||
    parseAddress(host)?.range() === "loopback";
  return {
    local: url(isOnLoopback ? "localhost" : host),
    others: [...new Set([...named, ...others])],
  };
}

function urlPriority(a: MachineAddress): number {
  return (VIRTUAL_INTERFACE.test(a.interfaceName) ? 4 : 0) +
    (a.family === "ipv6" ? 2 : 0) + (a.reachability === "public" ? 1 : 0);
}

function urlOf(scheme: "http" | "https", host: string, port: number): string {
  const isDefault = port === (scheme === "https" ? 443 : 80);
  const name = host.includes(":") ? `[${host}]` : host;
  return `${scheme}://${name}${isDefault ? "" : `:${port}`}`;
}
