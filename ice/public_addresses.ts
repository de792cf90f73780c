/**
 * Public addresses by which clients say that they reach this machine. None of
 * its interfaces has them behind a NAT, so they are learned. A client can name
 * a wrong one, which costs no more than a direct path to that address.
 *
 * @module
 */

/** Addresses that are kept. */
const MAX_ADDRESSES = 256;

/** Bounded set of addresses that prefers those that were named most often. */
export class PublicAddresses {
  readonly #counts = new Map<string, number>();

  /** Number of addresses. */
  get size(): number {
    return this.#counts.size;
  }

  /**
   * Adds an address, and returns whether it is new; above the limit it replaces
   * the one that was named least.
   */
  add(hostname: string): boolean {
    const count = this.#counts.get(hostname) ?? 0;
    if (count === 0 && this.#counts.size >= MAX_ADDRESSES) this.#dropLeast();
    this.#counts.set(hostname, count + 1);
    return count === 0;
  }

  /** Lists the addresses. */
  list(): string[] {
    return [...this.#counts.keys()];
  }

  #dropLeast(): void {
    let least: string | null = null;
    for (const [hostname, count] of this.#counts) {
      if (least === null || count < (this.#counts.get(least) ?? 0)) {
        least = hostname;
      }
    }
    if (least !== null) this.#counts.delete(least);
  }
}
