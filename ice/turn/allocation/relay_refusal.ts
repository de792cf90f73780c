/**
 * Refusals that an operator may want to know of, with the client's address. All
 * are counted; the process logs them, limited per cause.
 *
 * @module
 */

/** Cause of a refusal. */
export type RelayRefusal =
  /** `MAX_ALLOCATIONS_PER_USER`. */
  | "relay-user-full"
  /** `MAX_ALLOCATIONS_PER_IP`, or too much of what is free. */
  | "relay-address-full"
  /** The share of credentials from `/ice`. */
  | "relay-anonymous-full"
  /** `MAX_ALLOCATIONS`. */
  | "relay-full"
  /** No free port in `RELAY_PORTS`. */
  | "relay-ports-full"
  /** The process has no file descriptor left. */
  | "relay-descriptors"
  /** The system refused a socket. */
  | "relay-bind-failed"
  /** Too many permissions and channels of one network, or in all. */
  | "relay-permissions-full"
  /** A credential from `/ice` of another network, or one while they are off. */
  | "relay-foreign-credential"
  /** A username that has expired. */
  | "relay-credential-expired"
  /** A wrong username or password. */
  | "relay-credential-wrong"
  /** The seat of the credential has ended. */
  | "relay-seat-ended"
  /** The server is about to stop. */
  | "relay-draining"
  /** Too many TCP and TLS connections, in all or of one address. */
  | "relay-streams-full";

/** Takes a refusal of a client at an address. */
export type RelayRefusalReporter = (
  cause: RelayRefusal,
  hostname: string,
) => void;
