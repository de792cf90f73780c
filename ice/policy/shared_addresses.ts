/**
 * Private addresses behind which several members have appeared, such as that of
 * a router, a proxy or a Kubernetes node. They are remembered after the members
 * have left, so that an attacker cannot wait until it is the only one there.
 *
 * @module
 */
import type { RelaySeat } from "./relay_seat.ts";

/** Shared addresses that are remembered; the oldest is dropped. */
const MAX_SHARED_ADDRESSES = 4096;

/** Seats by private address. */
export class SharedAddresses {
  readonly #seatsByAddress = new Map<string, Set<RelaySeat>>();
  readonly #shared = new Set<string>();

  /** Whether several members have been seen at the address. */
  has(hostname: string): boolean {
    return this.#shared.has(hostname);
  }

  /** Adds a seat; returns the seats at the address when it became shared now. */
  add(hostname: string, seat: RelaySeat): Iterable<RelaySeat> {
    const seats = this.#seatsByAddress.get(hostname) ?? new Set<RelaySeat>();
    seats.add(seat);
    this.#seatsByAddress.set(hostname, seats);
    if (seats.size < 2) return [];
    const isNew = !this.#shared.delete(hostname);
    this.#shared.add(hostname);
    for (const oldest of this.#shared) {
      if (this.#shared.size <= MAX_SHARED_ADDRESSES) break;
      this.#shared.delete(oldest);
    }
    return isNew ? seats : [];
  }

  /** Removes a seat that is no longer seen at the address. */
  remove(hostname: string, seat: RelaySeat): void {
    const seats = this.#seatsByAddress.get(hostname);
    seats?.delete(seat);
    if (seats?.size === 0) this.#seatsByAddress.delete(hostname);
  }
}
