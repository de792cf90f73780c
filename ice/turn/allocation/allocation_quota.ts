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
  /** Ports of credentials from `/ice`; the rest is kept for seats. */
  readonly maxAnonymousAllocations: number;
  /** Ports per user. */
  readonly maxAllocationsPerUser: number;
  /** Ports per client network: an IPv4 address or a /64 of IPv6. */
  readonly maxAllocationsPerIp: number;
}

/** The limit that was reached. */
export type QuotaRefusal = "user" | "address" | "anonymous" | "total";

/** User and client that a port is counted for. */
export interface QuotaHolder {
  /** User part of the credential. */
  readonly user: string;
  /** Canonical literal of the client. */
  readonly hostname: string;
  /** Whether the credential is one of `/ice`. */
  readonly isAnonymous: boolean;
}

/** Ports that a network may have while any are free. */
const UNSHARED_PORTS = 64;

/** Share of the free ports that one network may have beyond these. */
const MAX_SHARE_OF_FREE = 0.25;

/** Counts relayed ports, reserved ones included. */
export class RelayQuota {
  readonly #limits: RelayQuotaLimits;
  readonly #users = new Map<string, number>();
  readonly #networks = new Map<string, number>();
  #total = 0;
  #anonymous = 0;

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
    const limits = this.#limits;
    const network = networkKeyOf(holder.hostname);
    const userCount = (this.#users.get(holder.user) ?? 0) + count;
    const networkCount = (this.#networks.get(network) ?? 0) + count;
    if (userCount > limits.maxAllocationsPerUser) return "user";
    if (networkCount > this.#maxPerNetwork()) return "address";
    const isAnonymousFull = holder.isAnonymous &&
      this.#anonymous + count > limits.maxAnonymousAllocations;
    if (isAnonymousFull) return "anonymous";
    if (this.#total + count > limits.maxAllocations) return "total";
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
    if (holder.isAnonymous) this.#anonymous -= count;
    decrement(this.#users, holder.user, count);
    decrement(this.#networks, networkKeyOf(holder.hostname), count);
  }

  /**
   * Shrinks as the ports get scarce, so that a few networks never take all:
   * a network above a small number has at most a share of what is free.
   */
  #maxPerNetwork(): number {
    const { maxAllocations, maxAllocationsPerIp } = this.#limits;
    const free = maxAllocations - this.#total;
    const shared = Math.floor(free * MAX_SHARE_OF_FREE);
    return Math.min(maxAllocationsPerIp, Math.max(UNSHARED_PORTS, shared));
  }

  #add(holder: QuotaHolder, count: number): void {
    const { user, hostname, isAnonymous } = holder;
    const network = networkKeyOf(hostname);
    this.#users.set(user, (this.#users.get(user) ?? 0) + count);
    this.#networks.set(network, (this.#networks.get(network) ?? 0) + count);
    this.#total += count;
    if (isAnonymous) this.#anonymous += count;
  }
}

function decrement(counts: Map<string, number>, key: string, by: number): void {
  const remaining = (counts.get(key) ?? 0) - by;
  if (remaining > 0) counts.set(key, remaining);
  else counts.delete(key);
}
