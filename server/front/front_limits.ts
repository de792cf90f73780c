/**
 * Limits of the front, and the deadline of each phase of a connection.
 *
 * @module
 */

/** Finite limits of the front; times in milliseconds. */
export interface FrontLimits {
  /** Connections in all; more are closed before the TLS handshake. */
  readonly maxConnections: number;
  /** Connections of one network; those of a trusted proxy do not count. */
  readonly maxConnectionsPerAddress: number;
  /** Time limit of a TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** From the handshake, or from the first byte of a later request, to the end of the head. */
  readonly headerTimeoutMs: number;
  /** Without a byte to the client during a response, and between two requests. */
  readonly idleTimeoutMs: number;
}

const CLOSING_TIMEOUT_MS = 3_000;

/**
 * Phase of a connection after its handshake: reading a head, copying a
 * response, waiting for another request, carrying WebSocket or TURN, which
 * have time limits of their own, or waiting for the client to close.
 */
export type ConnectionPhase =
  | "header"
  | "response"
  | "idle"
  | "own-protocol"
  | "closing";

/** Time at which a connection that enters `phase` at `nowMs` is closed. */
export function phaseDeadlineOf(
  phase: ConnectionPhase,
  limits: FrontLimits,
  nowMs: number,
): number {
  switch (phase) {
    case "header":
      return nowMs + limits.headerTimeoutMs;
    case "response":
    case "idle":
      return nowMs + limits.idleTimeoutMs;
    case "closing":
      return nowMs + CLOSING_TIMEOUT_MS;
    case "own-protocol":
      return Infinity;
  }
}
