/**
 * A number of things of the server that client networks share: in total, and
 * per network. A network has less as they get scarce, so that a few of them
 * never take all.
 *
 * @module
 */
import { networkKeyOf } from "../../../server/net/network_key.ts";

/** Limits of a quota. */
export interface NetworkQuotaLimits {
  /** Number in total. */
  readonly maxTotal: number;
  /** Number per network: one IPv4 address or one /64 of IPv6. */
  readonly maxPerNetwork: number;
  /** Number that a network may have while any is free. */
  readonly unshared: number;
}

/** The limit that was reached. */
export type NetworkQuotaRefusal = "address" | "total";

/** Share of what is free that a network above `unshared` may have. */
const MAX_SHARE_OF_FREE = 0.25;

/** Counts by network. */
export class NetworkQuota {
  readonly #limits: NetworkQuotaLimits;
  readonly #networks = new Map<string, number>();
  #total = 0;

  /** Creates a quota of which nothing is taken. */
  constructor(limits: NetworkQuotaLimits) {
    this.#limits = limits;
  }

  /** Number that is taken. */
  get total(): number {
    return this.#total;
  }

  /** The limit that `count` more would exceed; null when there is room. */
  refusalFor(hostname: string, count: number): NetworkQuotaRefusal | null {
    const { maxTotal, maxPerNetwork, unshared } = this.#limits;
    const taken = this.#networks.get(networkKeyOf(hostname)) ?? 0;
    const shared = Math.floor((maxTotal - this.#total) * MAX_SHARE_OF_FREE);
    const max = Math.min(maxPerNetwork, Math.max(unshared, shared));
    if (taken + count > max) return "address";
    return this.#total + count > maxTotal ? "total" : null;
  }

  /** Takes `count`, all or none; null when they were taken. */
  acquire(hostname: string, count: number): NetworkQuotaRefusal | null {
    const refusal = this.refusalFor(hostname, count);
    if (refusal === null) this.add(hostname, count);
    return refusal;
  }

  /** Takes `count` in any case, or gives back a negative one. */
  add(hostname: string, count: number): void {
    const network = networkKeyOf(hostname);
    const taken = (this.#networks.get(network) ?? 0) + count;
    if (taken > 0) this.#networks.set(network, taken);
    else this.#networks.delete(network);
    this.#total += count;
  }
}
