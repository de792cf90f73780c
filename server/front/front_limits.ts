/**
 * How many connections the front takes, and for how long each may dawdle.
 *
 * @module
 */

/** Finite bounds of the front; times in milliseconds. */
export interface FrontLimits {
  /** Connections in all; more are cut before the TLS handshake. */
  readonly maxConnections: number;
  /** Connections of one address; those of a trusted proxy do not count. */
  readonly maxConnectionsPerAddress: number;
  readonly handshakeTimeoutMs: number;
  /** From the handshake to the end of the first request's head. */
  readonly headerTimeoutMs: number;
  /** Without a byte either way, for what goes to `Deno.serve`. */
  readonly idleTimeoutMs: number;
}

const CLOSING_TIMEOUT_MS = 3_000;

/** Where a connection is; WebSocket and TURN have time limits of their own. */
export type ConnectionPhase =
  | "handshake"
  | "header"
  | "passing"
  | "own-protocol"
  | "closing";

/** When a connection that entered `stage` at `nowMs` is cut; never is Infinity. */
export function phaseDeadlineOf(
  stage: ConnectionPhase,
  limits: FrontLimits,
  nowMs: number,
): number {
  switch (stage) {
    case "handshake":
      return nowMs + limits.handshakeTimeoutMs;
    case "header":
      return nowMs + limits.headerTimeoutMs;
    case "passing":
      return nowMs + limits.idleTimeoutMs;
    case "closing":
      return nowMs + CLOSING_TIMEOUT_MS;
    case "own-protocol":
      return Infinity;
  }
}
