/**
 * Level of sent audio as a connection reports it.
 *
 * @module
 */
import { asRecord } from "../json.ts";

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
