/**
 * Number of relayed ports in total, per user and per client network. A request
 * is checked and counted in one step.
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

/** The limit that was reached. */
export type QuotaRefusal = "user" | "address" | "total";

/** User and client that a port is counted for. */
export interface QuotaHolder {
  /** User part of the credential. */
  readonly user: string;
  /** Canonical literal of the client. */
  readonly hostname: string;
}

/** Counts relayed ports, reserved ones included. */
export class RelayQuota {
  readonly #limits: RelayQuotaLimits;
  readonly #users = new Map<string, number>();
  readonly #networks = new Map<string, number>();
  #total = 0;

  /** Creates a quota with no port in use. */
  constructor(limits: RelayQuotaLimits) {
    this.#limits = limits;
  }

  /** Number of ports in use. */
  get total(): number {
    return this.#total;
  }

  /** Takes `count` ports, all or none; null when they were taken. */
  acquire(holder: QuotaHolder, count: number): QuotaRefusal | null {
    const network = networkKeyOf(holder.hostname);
    const userCount = (this.#users.get(holder.user) ?? 0) + count;
    const networkCount = (this.#networks.get(network) ?? 0) + count;
    if (userCount > this.#limits.maxAllocationsPerUser) return "user";
    if (networkCount > this.#limits.maxAllocationsPerIp) return "address";
    if (this.#total + count > this.#limits.maxAllocations) return "total";
    this.#add(holder, count);
    return null;
  }

  /** Moves one port from a holder to another; null when it was moved. */
  transfer(from: QuotaHolder, to: QuotaHolder): QuotaRefusal | null {
    this.release(from, 1);
    const refusal = this.acquire(to, 1);
    if (refusal) this.#add(from, 1);
    return refusal;
  }

  /** Returns `count` ports. */
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
  const remaining = (counts.get(key) ?? 0) - by;
  if (remaining > 0) counts.set(key, remaining);
  else counts.delete(key);
}
