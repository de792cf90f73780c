/**
 * The addresses of this machine: which there are, which a person can open.
 *
 * @module
 */
import { parseAddress } from "./cidr.ts";

/** How far an address reaches. */
export type Reach = "loopback" | "link-local" | "lan" | "public";

/** One address of one interface. */
export interface MachineAddress {
  /** Canonical, without scope id. */
  readonly address: string;
  readonly family: "ipv4" | "ipv6";
  readonly reach: Reach;
  /** Name of the interface, such as `eth0`. */
  readonly interfaceName: string;
}

/** What is used of an entry of `Deno.networkInterfaces()`. */
export interface InterfaceEntry {
  readonly name: string;
  readonly address: string;
}

/** The interfaces of this machine as they are now. */
export function systemInterfaces(): InterfaceEntry[] {
  return Deno.networkInterfaces().map(({ name, address }) => ({
    name,
    address,
  }));
}

/** Interfaces of containers and virtual machines: no phone reaches these. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|lxc|podman)/;

/** Each address once, in the order of the interfaces, loopback last. */
export function machineAddresses(
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
      reach: reachOf(parsed.range()),
      interfaceName: name,
    });
  }
  const all = [...found.values()];
  return [
    ...all.filter((a) => a.reach !== "loopback"),
    ...all.filter((a) => a.reach === "loopback"),
  ];
}

function reachOf(range: string): Reach {
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
export interface OpenUrls {
  /** On this machine. */
  readonly local: string;
  /** From other devices, best first; empty when only loopback is served. */
  readonly others: readonly string[];
}

/** How the server is reached. */
export interface OpenUrlOptions {
  readonly scheme: "http" | "https";
  readonly port: number;
  /** The address that is listened on; undefined for all. */
  readonly host: string | undefined;
  /** Comes first where it is set. */
  readonly publicHost: string | undefined;
}

/** The URLs to print: public name, IPv4 of the LAN, the rest, no link-local ones. */
export function openUrls(
  addresses: readonly MachineAddress[],
  options: OpenUrlOptions,
): OpenUrls {
  const url = (host: string): string =>
    urlOf(options.scheme, host, options.port);
  const { host, publicHost } = options;
  const isAll = host === undefined || host === "0.0.0.0" || host === "::";
  const reached = isAll
    ? addresses.filter((a) => host !== "0.0.0.0" || a.family === "ipv4")
    : addresses.filter((a) => a.address === host);
  const others = reached
    .filter((a) => a.reach === "lan" || a.reach === "public")
    .sort((a, b) => rank(a) - rank(b))
    .map((a) => url(a.address));
  const named = publicHost === undefined ? [] : [url(publicHost)];
  const isOnLoopback = isAll || host === "localhost" ||
    parseAddress(host)?.range() === "loopback";
  return {
    local: url(isOnLoopback ? "localhost" : host),
    others: [...new Set([...named, ...others])],
  };
}

function rank(a: MachineAddress): number {
  return (VIRTUAL.test(a.interfaceName) ? 4 : 0) +
    (a.family === "ipv6" ? 2 : 0) + (a.reach === "public" ? 1 : 0);
}

function urlOf(scheme: "http" | "https", host: string, port: number): string {
  const isDefault = port === (scheme === "https" ? 443 : 80);
  const name = host.includes(":") ? `[${host}]` : host;
  return `${scheme}://${name}${isDefault ? "" : `:${port}`}`;
}
