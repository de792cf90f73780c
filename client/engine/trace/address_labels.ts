/**
 * Replaces addresses by labels, the same one for the same address, so that a
 * report can be followed without them.
 *
 * @module
 */

const PRIVATE_IPV4 = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)/;
const PRIVATE_IPV6 = /^(f[cd]|fe80)/i;

/** Labels of the addresses of one report. */
export class AddressLabels {
  readonly #labels = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #keepsAddresses: boolean;

  /** @param keepsAddresses True keeps them instead. */
  constructor(keepsAddresses: boolean) {
    this.#keepsAddresses = keepsAddresses;
  }

  /** Label such as `private-1`; the address itself where they are kept. */
  labelOf(address: string): string {
    if (this.#keepsAddresses || address === "") return address;
    const known = this.#labels.get(address);
    if (known !== undefined) return known;
    const kind = kindOf(address);
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const label = `${kind}-${count}`;
    this.#labels.set(address, label);
    return label;
  }
}

function kindOf(address: string): string {
  if (address.endsWith(".local")) return "mdns";
  if (/^127\.|^::1$/.test(address)) return "loopback";
  if (/^[\d.]+$/.test(address)) {
    if (address === "0.0.0.0") return "any";
    return PRIVATE_IPV4.test(address) ? "private" : "public";
  }
  if (!address.includes(":")) return "name";
  return PRIVATE_IPV6.test(address) ? "private-ipv6" : "public-ipv6";
}
