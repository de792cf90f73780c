/**
 * Counts sockets, in all and per address, and says when there are enough.
 *
 * @module
 */
import type { ErrorCode } from "../../signaling/protocol.ts";

/** Finite numbers of sockets that may be open at a time. */
export interface ConnectionQuotaLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
}

/** A count that is taken before a socket is opened and released after. */
export class ConnectionQuota {
  readonly #limits: ConnectionQuotaLimits;
  readonly #perAddress = new Map<string, number>();
  #total = 0;

  constructor(limits: ConnectionQuotaLimits) {
    this.#limits = limits;
  }

  get total(): number {
    return this.#total;
  }

  /** Takes a place for `address`, or says why there is none. */
  acquire(address: string): ErrorCode | null {
    const here = this.#perAddress.get(address) ?? 0;
    if (this.#total >= this.#limits.maxConnections) {
      return "too-many-connections";
    }
    if (here >= this.#limits.maxConnectionsPerAddress) {
      return "too-many-from-address";
    }
    this.#total++;
    this.#perAddress.set(address, here + 1);
    return null;
  }

  /** Gives back a place that {@linkcode acquire} gave. */
  release(address: string): void {
    const here = this.#perAddress.get(address) ?? 0;
    if (here === 0) {
      throw new RangeError(`Cannot release a place: ${address} holds none`);
    }
    this.#total--;
    if (here === 1) this.#perAddress.delete(address);
    else this.#perAddress.set(address, here - 1);
  }
}
