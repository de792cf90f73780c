/**
 * Reads how loud a microphone is, as the connection tells it: the sound itself
 * stays where the echo canceller knows it.
 *
 * @module
 */
import { asRecord } from "../signaling/decode_server_message.ts";

/** The part of `RTCRtpReceiver` that is read. */
export type AudioLevelSource = Pick<
  RTCRtpReceiver,
  "getSynchronizationSources"
>;

/** Level of what is received (RFC 6464, as W3C webrtc-pc §5.3 gives it). */
export class ReceivedAudioLevel {
  readonly #receiver: AudioLevelSource;
  #lastTimestamp = -1;

  constructor(receiver: AudioLevelSource) {
    this.#receiver = receiver;
  }

  /** 0 to 1; 0 when nothing came since the last reading. */
  read(): number {
    const [source] = this.#receiver.getSynchronizationSources?.() ?? [];
    // A source that has stopped is still listed, with its last level.
    if (!source || source.rtpTimestamp === this.#lastTimestamp) return 0;
    this.#lastTimestamp = source.rtpTimestamp;
    return source.audioLevel ?? 0;
  }
}

/**
 * Level of 0 to 1 of what is sent, or 0 where the browser does not tell.
 *
 * @param stats The values of a sender's `RTCStatsReport` (W3C webrtc-stats).
 */
export function readSentAudioLevel(stats: Iterable<unknown>): number {
  for (const value of stats) {
    const fields = asRecord(value);
    if (fields?.type === "media-source" && fields.kind === "audio") {
      return typeof fields.audioLevel === "number" ? fields.audioLevel : 0;
    }
  }
  return 0;
}
