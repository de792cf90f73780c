/**
 * Application protocols of STUN and TURN over TLS.
 *
 * @module
 */

/** TURN, and STUN for the discovery of NATs (RFC 7443 §3). */
export const TURN_ALPN_PROTOCOLS: readonly string[] = [
  "stun.turn",
  "stun.nat-discovery",
];
