/**
 * Addresses of this machine as the server uses them: to listen on, to relay
 * from, to announce, and to recognize as its own.
 *
 * @module
 */
import {
  type AddressFamily,
  addressFamilyOf,
  canonicalizeIp,
} from "../server/net/ip_address.ts";
import { classifyAddress } from "./policy/special_ranges.ts";
import { PublicAddresses } from "./public_addresses.ts";

/** Learned addresses that count at once; a machine rarely has more. */
const MAX_LEARNED_AT_ONCE = 16;

/** Source of the addresses. */
export interface LocalAddressesOptions {
  /** Addresses to listen on; "all" means those of every interface. */
  readonly hosts: readonly string[] | "all";
  /** Addresses to announce in place of local ones of the same family. */
  readonly externalIps: readonly string[];
  /** Lists the addresses of the interfaces as canonical literals. */
  readonly listAddresses: () => readonly string[];
  /** Lists likely addresses of routers of the networks of this machine. */
  readonly listGateways: () => readonly string[];
}

/** Local addresses at the last update; empty before the first one. */
export class LocalAddresses {
  readonly #options: LocalAddressesOptions;
  readonly #public = new PublicAddresses();
  #listening: readonly string[] = [];
  #interfaces: ReadonlySet<string> = new Set();
  #own: ReadonlySet<string> = new Set();
  #translators: ReadonlySet<string> = new Set();

  /** Creates a list that {@linkcode update} fills. */
  constructor(options: LocalAddressesOptions) {
    this.#options = options;
  }

  /** Addresses to listen on. */
  get listening(): readonly string[] {
    return this.#listening;
  }

  /** Whether the address belongs to this machine, external ones included. */
  isOwn(hostname: string): boolean {
    return this.#own.has(hostname);
  }

  /**
   * Whether the address is that of a router or translator in front of this
   * machine: of a likely gateway, or an external address of this machine that
   * none of its interfaces has.
   */
  isTranslator(hostname: string): boolean {
    return this.#translators.has(hostname);
  }

  /**
   * Whether a client that used this host reached the machine without a
   * translator: an address of an interface, or a name of the local link.
   *
   * @param host As in a URL, with or without port.
   */
  isOwnHost(host: string): boolean {
    const name = hostWithoutPort(host);
    const hostname = canonicalizeIp(name);
    return hostname === null
      ? name === "localhost" || /\.(local|localhost)\.?$/.test(name)
      : this.#interfaces.has(hostname);
  }

  /**
   * Learns the host by which a client reached the machine, if it is a public
   * address; true when something changed. Invalidating all decisions costs
   * time, so beyond a few addresses it counts from the next {@linkcode update}.
   */
  learnHost(host: string): boolean {
    const hostname = canonicalizeIp(hostWithoutPort(host));
    if (hostname === null || classifyAddress(hostname) !== "public") {
      return false;
    }
    return this.#public.add(hostname) &&
      this.#public.size <= MAX_LEARNED_AT_ONCE && this.update();
  }

  /** Reads the addresses of the interfaces; true when something changed. */
  update(): boolean {
    const { hosts, externalIps, listAddresses, listGateways } = this.#options;
    const machine = listAddresses();
    this.#listening = hosts === "all" ? machine : [
      ...new Set(hosts.flatMap((host) => resolveHost(host, machine))),
    ];
    const interfaces = new Set([...machine, ...this.#listening]);
    const external = [...externalIps, ...this.#public.list()];
    const own = new Set([...interfaces, ...external]);
    const translators = new Set(
      [...external, ...listGateways()].filter((ip) => !interfaces.has(ip)),
    );
    const isSame = isEqualSet(own, this.#own) &&
      isEqualSet(translators, this.#translators);
    this.#interfaces = interfaces;
    this.#own = own;
    this.#translators = translators;
    return !isSame;
  }

  /**
   * Address to relay from for a client that reached `hostname`: that address,
   * or for the other family the best one; null when the family is missing.
   */
  relayHostname(hostname: string, family: AddressFamily): string | null {
    if (addressFamilyOf(hostname) === family) return hostname;
    const kind = classifyAddress(hostname);
    const candidates = this.#listening.filter((ip) =>
      addressFamilyOf(ip) === family
    );
    return candidates.find((ip) => classifyAddress(ip) === kind) ??
      candidates.find((ip) => classifyAddress(ip) !== "loopback") ?? null;
  }

  /** Address to announce for a local one. */
  externalAddressOf(hostname: string): string {
    if (classifyAddress(hostname) === "loopback") return hostname;
    const family = addressFamilyOf(hostname);
    return this.#options.externalIps.find((ip) =>
      addressFamilyOf(ip) === family
    ) ?? hostname;
  }
}

function hostWithoutPort(host: string): string {
  const bracketed = /^\[([^\]]+)\]/.exec(host);
  if (bracketed?.[1] !== undefined) return bracketed[1];
  return host.replace(/^([^:]*):\d*$/, "$1").toLowerCase();
}

function isEqualSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && a.isSubsetOf(b);
}

/** Resolves a host of the settings to addresses of this machine. */
function resolveHost(host: string, machine: readonly string[]): string[] {
  if (host === "localhost") return ["127.0.0.1", "::1"];
  if (host === "::" || host === "[::]") return [...machine];
  if (host === "0.0.0.0") {
    return machine.filter((ip) => addressFamilyOf(ip) === "ipv4");
  }
  const hostname = canonicalizeIp(host);
  return hostname === null ? [] : [hostname];
}
