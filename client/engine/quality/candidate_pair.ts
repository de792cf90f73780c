/**
 * The candidate pair of a connection, for views and reports.
 *
 * @module
 */
import {
  readString,
  StatsReport,
  type StatsSnapshot,
} from "../peer/stats_report.ts";

/** The candidate pair in use, without addresses. */
export interface CandidatePairInfo {
  /** `host`, `srflx`, `prflx` or `relay`. */
  readonly localType: string | null;
  readonly remoteType: string | null;
  /** `udp` or `tcp`. */
  readonly protocol: string | null;
  /** How this browser reaches its relay: `udp`, `tcp` or `tls`. */
  readonly relayProtocol: string | null;
}

/** Reads the pair in use; null without one. */
export function readCandidatePair(
  { values }: StatsSnapshot,
): CandidatePairInfo | null {
  const report = new StatsReport(values);
  const pair = report.selectedCandidatePair();
  if (!pair) return null;
  const local = report.entryById(pair.localCandidateId);
  const remote = report.entryById(pair.remoteCandidateId);
  return {
    localType: readString(local, "candidateType"),
    remoteType: readString(remote, "candidateType"),
    protocol: readString(local, "protocol"),
    relayProtocol: readString(local, "relayProtocol"),
  };
}
