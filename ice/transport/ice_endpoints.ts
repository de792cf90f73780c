/**
 * Ports of the embedded server, as its listeners report them.
 *
 * @module
 */

/** Ports on which the embedded server answers now; empty where none does. */
export interface IceEndpoints {
  /** STUN and TURN over UDP. */
  readonly udp: readonly number[];
  /** TURN over TCP. */
  readonly tcp: readonly number[];
  /** TURN over TLS; may include the page's port. */
  readonly tls: readonly number[];
}
