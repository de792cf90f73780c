/**
 * Why there is no connection to a member, as far as the candidates of both
 * sides tell.
 *
 * @module
 */
import { readPathActivity } from "./path_activity.ts";
import { StatsReport } from "./stats_report.ts";

/** Why there is no connection to a member; attempts continue. */
export type PeerFailure =
  /** The other page has not answered. */
  | "no-answer"
  /** Both networks block direct connections, and the server has no relay. */
  | "no-relay"
  /** Our network reaches no relay. */
  | "own-network"
  /** The network of the member reaches no relay. */
  | "their-network"
  /** Both pages exchange messages, but no network path was found. */
  | "no-path";

/** What is known besides the statistics. */
export interface FailureContext {
  /** True when the other side has answered, or offered. */
  readonly hasAnswered: boolean;
  /** True when the server offers a relay. */
  readonly hasRelay: boolean;
}

/**
 * Cause of the failure; null while something arrives from the member, which is
 * a slow network and no failure yet.
 *
 * @param stats Entries of an `RTCStatsReport` (W3C webrtc-stats).
 */
export function findPeerFailure(
  stats: readonly unknown[],
  { hasAnswered, hasRelay }: FailureContext,
): PeerFailure | null {
  if (!hasAnswered) return "no-answer";
  if (readPathActivity(stats).checks > 0) return null;
  if (!hasRelay) return "no-relay";
  const report = new StatsReport(stats);
  const isRelayed = (entry: { readonly candidateType?: unknown }) =>
    entry.candidateType === "relay";
  if (!report.entriesOfType("local-candidate").some(isRelayed)) {
    return "own-network";
  }
  return report.entriesOfType("remote-candidate").some(isRelayed)
    ? "no-path"
    : "their-network";
}
