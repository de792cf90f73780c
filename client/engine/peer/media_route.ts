/**
 * Whether the media of a connection goes through a TURN relay.
 *
 * @module
 */
import { StatsReport } from "./stats_report.ts";

/** From browser to browser, or through a TURN relay. */
export type MediaRoute = "direct" | "relayed";

/**
 * Route of the selected candidate pair, or null when none is selected.
 *
 * @param stats Entries of an `RTCStatsReport` (W3C webrtc-stats).
 */
export function mediaRouteOf(stats: Iterable<unknown>): MediaRoute | null {
  const report = new StatsReport(stats);
  const pair = report.selectedCandidatePair();
  if (!pair) return null;
  const candidateIds = [pair.localCandidateId, pair.remoteCandidateId];
  return candidateIds.some((id) =>
      report.entryById(id)?.candidateType === "relay"
    )
    ? "relayed"
    : "direct";
}
