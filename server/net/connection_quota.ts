/**
 * Number of open sockets, in total and per client network.
 *
 * @module
 */

/** Number of sockets that may be open at a time. */
export interface ConnectionQuotaLimits {
  /** Sockets in total. */
  readonly maxConnections: number;
  /** Sockets of one client network. */
  readonly maxConnectionsPerAddress: number;
}

/** The limit that was reached. */
export type ConnectionQuotaRefusal = "total" | "address";

/** Counts a socket before it is opened and after it is closed. */
export class ConnectionQuota {
  readonly #limits: ConnectionQuotaLimits;
  readonly #perAddress = new Map<string, number>();
  #total = 0;

  /** Creates a quota with no slot in use. */
  constructor(limits: ConnectionQuotaLimits) {
    this.#limits = limits;
  }

  /** Number of slots in use. */
  get total(): number {
    return this.#total;
  }

  /** Takes a slot for `address`; null when it was taken. */
  acquire(address: string): ConnectionQuotaRefusal | null {
    const count = this.#perAddress.get(address) ?? 0;
    if (this.#total >= this.#limits.maxConnections) return "total";
    if (count >= this.#limits.maxConnectionsPerAddress) return "address";
    this.#total++;
    this.#perAddress.set(address, count + 1);
    return null;
  }

  /** Returns a slot. @throws {RangeError} When the address has none. */
  release(address: string): void {
    const count = this.#perAddress.get(address) ?? 0;
    if (count === 0) {
      throw new RangeError(`Cannot release a slot: ${address} has none`);
    }
    this.#total--;
    if (count === 1) this.#perAddress.delete(address);
    else this.#perAddress.set(address, count - 1);
  }
}
