/**
 * Limits of the front and of signaling, derived from the settings.
 *
 * @module
 */
import type { SignalingServerOptions } from "../signaling/signaling_options.ts";
import type { LimitSettings } from "./config/config.ts";
import type { FrontLimits } from "./front/front_limits.ts";

/**
 * Connections that the front accepts beyond the limit of signaling, so that a
 * client beyond that limit gets an error instead of a closed connection.
 */
const SPARE_CONNECTIONS = 256;
const SPARE_CONNECTIONS_PER_IP = 32;

/** Longer than the page's polls of 5 s, short because each connection costs memory. */
const IDLE_TIMEOUT_MS = 20_000;

/** Bytes kept per member until it has acknowledged them. */
const MAX_REPLAY_BYTES = 256 * 1024;
/** The same for all members together. */
const MAX_TOTAL_REPLAY_BYTES = 64 * 1024 * 1024;

/** Limits of the waiting room of a locked room. */
const WAITING_ROOM_LIMITS = {
  maxKnocksPerRoom: 16,
  maxKnocksPerAddress: 4,
  knockSeconds: 120,
};

/** Derives the limits of the front. */
export function deriveFrontLimits(limits: LimitSettings): FrontLimits {
  return {
    maxConnections: limits.maxConnections + SPARE_CONNECTIONS,
    maxConnectionsPerIp: limits.maxConnectionsPerIp +
      SPARE_CONNECTIONS_PER_IP,
    handshakeTimeoutMs: limits.handshakeTimeoutMs,
    headerTimeoutMs: limits.headerTimeoutMs,
    idleTimeoutMs: IDLE_TIMEOUT_MS,
  };
}

/** Derives the limits of signaling. */
export function deriveSignalingLimits(
  limits: LimitSettings,
): SignalingServerOptions["limits"] {
  return {
    ...limits,
    // A replay and the `welcome` before it must fit among the unsent bytes.
    maxReplayBytes: Math.min(MAX_REPLAY_BYTES, limits.maxBufferedBytes / 4),
    maxTotalReplayBytes: MAX_TOTAL_REPLAY_BYTES,
    ...WAITING_ROOM_LIMITS,
  };
}
