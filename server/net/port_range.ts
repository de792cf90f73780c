/**
 * A range of ports, as a setting and as the relay's pool.
 *
 * @module
 */

/** Ports from `first` to `last`, both included. */
export interface PortRange {
  /** Lowest port. */
  readonly first: number;
  /** Highest port. */
  readonly last: number;
}
