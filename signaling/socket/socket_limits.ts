/**
 * Limits of a WebSocket: those of the settings, and fixed ones.
 *
 * @module
 */

/**
 * Fragments of one message, and chunks of one frame: each costs some 100 bytes
 * of memory, however short it is.
 */
export const MAX_FRAGMENTS = 4096;

/** Milliseconds between pings to a client. */
export const PING_INTERVAL_MS = 20_000;
/** Milliseconds without a byte after which a client counts as lost. */
export const LIVENESS_TIMEOUT_MS = 45_000;
/** Milliseconds that a client has to answer a check for which others wait. */
export const LIVENESS_CHECK_MS = 5_000;
/** Milliseconds between two such checks at least. */
export const LIVENESS_CHECK_INTERVAL_MS = 1_000;
/** Milliseconds that a client has to finish the closing handshake. */
export const CLOSE_TIMEOUT_MS = 3_000;

/** Limits of one socket; all finite. */
export interface SocketLimits {
  /** Limit of one message over all its fragments. */
  readonly maxMessageBytes: number;
  /** Sustained rate; bursts are four times as many. */
  readonly messagesPerSecond: number;
  /** Sustained rate of received bytes; bursts are four times as many. */
  readonly bytesPerSecond: number;
  /** Bytes that may be unsent when the client reads slowly. */
  readonly maxBufferedBytes: number;
}
