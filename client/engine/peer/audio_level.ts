/**
 * Audio levels as a connection reports them, without touching the audio
 * itself: the echo canceller only knows sound that an element plays.
 *
 * @module
 */
import { asRecord } from "../json.ts";

/** The part of `RTCRtpReceiver` that is read. */
export type AudioLevelSource = Pick<
  RTCRtpReceiver,
  "getSynchronizationSources"
>;

/** Level of received audio (RFC 6464, as in W3C webrtc-pc §5.3). */
export class ReceivedAudioLevel {
  readonly #receiver: AudioLevelSource;
  #lastTimestamp = -1;

  constructor(receiver: AudioLevelSource) {
    this.#receiver = receiver;
  }

  /** 0 to 1; 0 when nothing arrived since the last reading. */
  read(): number {
    const [source] = this.#receiver.getSynchronizationSources?.() ?? [];
    // A source that has stopped is still listed, with its last level.
    if (!source || source.rtpTimestamp === this.#lastTimestamp) return 0;
    this.#lastTimestamp = source.rtpTimestamp;
    return source.audioLevel ?? 0;
  }
}

/**
 * Level of 0 to 1 of sent audio, or 0 where the browser does not report it.
 *
 * @param stats Entries of a sender's `RTCStatsReport` (W3C webrtc-stats).
 */
export function readSentAudioLevel(stats: Iterable<unknown>): number {
  for (const value of stats) {
    const entry = asRecord(value);
    if (entry?.type === "media-source" && entry.kind === "audio") {
      return typeof entry.audioLevel === "number" ? entry.audioLevel : 0;
    }
  }
  return 0;
}
