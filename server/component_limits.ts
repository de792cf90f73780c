/**
 * The limits of the parts, made from those of the settings.
 *
 * @module
 */
import type { SignalingServerOptions } from "../signaling/signaling_server.ts";
import type { LimitSettings } from "./config/config.ts";
import type { FrontLimits } from "./front/front_limits.ts";

/**
 * Connections that the front takes beyond the limit, so that the one too many
 * gets an answer that says so instead of a cut.
 */
const SPARE_CONNECTIONS = 256;
const SPARE_CONNECTIONS_PER_ADDRESS = 32;

/** Short: an idle HTTP/2 connection costs memory, and a browser opens another. */
const IDLE_TIMEOUT_MS = 20_000;

/** Bytes kept for a member that is away, or not seen to have them. */
const MAX_REPLAY_BYTES = 256 * 1024;

/** How many may wait before a locked room, and how long. */
const WAITING_ROOM_LIMITS = {
  maxKnocksPerRoom: 16,
  maxKnocksPerAddress: 4,
  knockSeconds: 120,
};

/** Limits of {@linkcode Front}. */
export function deriveFrontLimits(limits: LimitSettings): FrontLimits {
  return {
    maxConnections: limits.maxConnections + SPARE_CONNECTIONS,
    maxConnectionsPerAddress: limits.maxConnectionsPerIp +
      SPARE_CONNECTIONS_PER_ADDRESS,
    handshakeTimeoutMs: limits.handshakeTimeoutMs,
    headerTimeoutMs: limits.headerTimeoutMs,
    idleTimeoutMs: IDLE_TIMEOUT_MS,
  };
}

/** Limits of {@linkcode Signaling}. */
export function deriveSignalingLimits(
  limits: LimitSettings,
): SignalingServerOptions["limits"] {
  return {
    ...limits,
    maxConnectionsPerAddress: limits.maxConnectionsPerIp,
    maxReplayBytes: MAX_REPLAY_BYTES,
    ...WAITING_ROOM_LIMITS,
  };
}
