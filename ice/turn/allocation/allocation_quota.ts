/**
 * How many relayed ports there are in all, per user and per client network.
 * Checked and committed in one step, so no two requests can pass together.
 *
 * @module
 */
import { networkKeyOf } from "../../../server/net/network_key.ts";

/** Number of relayed ports, reservations included. */
export interface RelayQuotaLimits {
  /** Ports in total. */
  readonly maxAllocations: number;
  /** Ports per user. */
  readonly maxAllocationsPerUser: number;
  /** Ports per client network: an IPv4 address or a /64 of IPv6. */
  readonly maxAllocationsPerIp: number;
}

/** Why a port was refused: the user's own share, or the whole server's. */
export type QuotaRefusal = "user" | "address" | "total";

/** Who a port is counted against. */
export interface QuotaHolder {
  readonly user: string;
  /** Canonical literal of the client. */
  readonly hostname: string;
}

/** The counts. */
export class RelayQuota {
  readonly #limits: RelayQuotaLimits;
  readonly #users = new Map<string, number>();
  readonly #networks = new Map<string, number>();
  #total = 0;

  constructor(limits: RelayQuotaLimits) {
    this.#limits = limits;
  }

  /** Ports in use. */
  get total(): number {
    return this.#total;
  }

  /** Takes `count` ports, all or none; null when they are taken. */
  acquire(holder: QuotaHolder, count: number): QuotaRefusal | null {
    const network = networkKeyOf(holder.hostname);
    const ofUser = (this.#users.get(holder.user) ?? 0) + count;
    const ofNetwork = (this.#networks.get(network) ?? 0) + count;
    if (ofUser > this.#limits.maxAllocationsPerUser) return "user";
    if (ofNetwork > this.#limits.maxAllocationsPerIp) return "address";
    if (this.#total + count > this.#limits.maxAllocations) return "total";
    this.#add(holder, count);
    return null;
  }

  /** Hands one port from a holder to another; null, or whose share is used up. */
  transfer(from: QuotaHolder, to: QuotaHolder): QuotaRefusal | null {
    this.release(from, 1);
    const refusal = this.acquire(to, 1);
    if (refusal) this.#add(from, 1);
    return refusal;
  }

  /** Gives `count` ports back. */
  release(holder: QuotaHolder, count: number): void {
    this.#total -= count;
    decrement(this.#users, holder.user, count);
    decrement(this.#networks, networkKeyOf(holder.hostname), count);
  }

  #add({ user, hostname }: QuotaHolder, count: number): void {
    const network = networkKeyOf(hostname);
    this.#users.set(user, (this.#users.get(user) ?? 0) + count);
    this.#networks.set(network, (this.#networks.get(network) ?? 0) + count);
    this.#total += count;
  }
}

function decrement(counts: Map<string, number>, key: string, by: number): void {
  const left = (counts.get(key) ?? 0) - by;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}
