/**
 * Decisions on the media of a connection that other features make.
 *
 * @module
 */
import type { AudioCoding } from "./opus_parameters.ts";
import type { SendLimits } from "./sender_limiter.ts";
import type { VideoCodecName } from "./video_codec.ts";

/** Decisions for the connections to one member. */
export interface ConnectionMedia {
  /** Limits of the first picture; called when a connection starts. */
  readonly startLimits: () => SendLimits;
  /** Codec that the other side is asked for in an answer. */
  readonly videoCodec: () => VideoCodecName;
  /** How we encode audio. */
  readonly audioCoding: () => AudioCoding;
}
