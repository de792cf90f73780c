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

/** Source of the addresses. */
export interface LocalAddressesOptions {
  /** Addresses to listen on; "all" means those of every interface. */
  readonly hosts: readonly string[] | "all";
  /** Addresses to announce in place of local ones of the same family. */
  readonly externalIps: readonly string[];
  /** Lists the addresses of the interfaces as canonical literals. */
  readonly listAddresses: () => readonly string[];
}

/** Local addresses at the last update; empty before the first one. */
export class LocalAddresses {
  readonly #options: LocalAddressesOptions;
  #listening: readonly string[] = [];
  #own: ReadonlySet<string> = new Set();
  #version = 0;

  /** Creates a list that {@linkcode update} fills. */
  constructor(options: LocalAddressesOptions) {
    this.#options = options;
  }

  /** Addresses to listen on. */
  get listening(): readonly string[] {
    return this.#listening;
  }

  /** Grows when the addresses of the machine change. */
  get version(): number {
    return this.#version;
  }

  /** Whether the address belongs to this machine, external ones included. */
  isOwn(hostname: string): boolean {
    return this.#own.has(hostname);
  }

  /** Reads the addresses of the interfaces. */
  update(): void {
    const { hosts, externalIps, listAddresses } = this.#options;
    const machine = listAddresses();
    this.#listening = hosts === "all" ? machine : [
      ...new Set(hosts.flatMap((host) => resolveHost(host, machine))),
    ];
    const own = new Set([...machine, ...this.#listening, ...externalIps]);
    const isSame = own.size === this.#own.size &&
      [...own].every((hostname) => this.#own.has(hostname));
    if (!isSame) this.#version++;
    this.#own = own;
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
