/**
 * Number of relayed ports in total, per user and per client network. A request
 * is checked and counted in one step.
 *
 * @module
 */
import { NetworkQuota } from "./network_quota.ts";

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

/** Counts relayed ports, reserved ones included. */
export class RelayQuota {
  readonly #limits: RelayQuotaLimits;
  readonly #networks: NetworkQuota;
  readonly #users = new Map<string, number>();
  #anonymous = 0;

  /** Creates a quota with no port in use. */
  constructor(limits: RelayQuotaLimits) {
    this.#limits = limits;
    this.#networks = new NetworkQuota({
      maxTotal: limits.maxAllocations,
      maxPerNetwork: limits.maxAllocationsPerIp,
      unshared: UNSHARED_PORTS,
    });
  }

  /** Number of ports in use. */
  get total(): number {
    return this.#networks.total;
  }

  /** Takes `count` ports, all or none; null when they were taken. */
  acquire(holder: QuotaHolder, count: number): QuotaRefusal | null {
    const limits = this.#limits;
    const userCount = (this.#users.get(holder.user) ?? 0) + count;
    if (userCount > limits.maxAllocationsPerUser) return "user";
    const refusal = this.#networks.refusalFor(holder.hostname, count);
    if (refusal === "address") return refusal;
    const isAnonymousFull = holder.isAnonymous &&
      this.#anonymous + count > limits.maxAnonymousAllocations;
    if (isAnonymousFull) return "anonymous";
    if (refusal === null) this.#add(holder, count);
    return refusal;
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
    this.#add(holder, -count);
  }

  #add({ user, hostname, isAnonymous }: QuotaHolder, count: number): void {
    const taken = (this.#users.get(user) ?? 0) + count;
    if (taken > 0) this.#users.set(user, taken);
    else this.#users.delete(user);
    this.#networks.add(hostname, count);
    if (isAnonymous) this.#anonymous += count;
  }
}
