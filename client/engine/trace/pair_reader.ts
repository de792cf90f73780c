/**
 * Reads candidate pairs and first frames from the statistics of a connection,
 * which has no events for them (W3C webrtc-stats).
 *
 * @module
 */
import {
  readNumber,
  readString,
  type StatsEntry,
  StatsReport,
} from "../peer/stats_report.ts";
import { joinAddress } from "./candidate_line.ts";
import type { PairEnd, TraceMedia, TracePair } from "./trace_event.ts";

/** Greatest number of pairs that are followed beside those in use. */
const MAX_PAIRS = 40;
/** States of pairs that are not tried yet (RFC 8445 §6.1.2.6). */
const UNTRIED: ReadonlySet<string> = new Set(["frozen", "waiting"]);

/** Pairs of a connection, and what is new of them. */
export class PairReader {
  readonly #known = new Map<string, string>();
  readonly #framed = new Set<string>();

  /** Pairs that are new or whose state changed, and first frames. */
  read(stats: Iterable<unknown>): (TracePair | TraceMedia)[] {
    const report = new StatsReport(stats);
    const selected = report.selectedCandidatePair()?.id;
    const changes: (TracePair | TraceMedia)[] = [];
    for (const entry of report.entriesOfType("candidate-pair")) {
      const id = readString(entry, "id") ?? "";
      const isSelected = entry.id === selected;
      const state = readString(entry, "state") ?? "";
      const key = `${state} ${isSelected}`;
      if (this.#known.get(id) === key) continue;
      const isNew = !this.#known.has(id);
      if (isNew && !isSelected) {
        if (UNTRIED.has(state) || this.#known.size >= MAX_PAIRS) continue;
      }
      this.#known.set(id, key);
      const roundTrip = readNumber(entry, "currentRoundTripTime");
      changes.push({
        kind: "pair",
        pairId: id,
        local: endOf(report.entryById(entry.localCandidateId)),
        remote: endOf(report.entryById(entry.remoteCandidateId)),
        state,
        isSelected,
        roundTripMs: roundTrip === null ? null : roundTrip * 1000,
      });
    }
    return [...changes, ...this.#firstFrames(report)];
  }

  #firstFrames(report: StatsReport): TraceMedia[] {
    return report.entriesOfType("inbound-rtp")
      .filter((entry) => (readNumber(entry, "framesDecoded") ?? 0) > 0)
      .map((entry) => readString(entry, "id") ?? "")
      .filter((id) => !this.#framed.has(id) && this.#framed.add(id))
      .map(() => ({ kind: "media", media: "video", what: "first-frame" }));
  }
}

function endOf(candidate: StatsEntry | null): PairEnd {
  const address = readString(candidate, "address") ?? "";
  return {
    type: readString(candidate, "candidateType") ?? "",
    protocol: readString(candidate, "relayProtocol") ??
      readString(candidate, "protocol") ?? "",
    address: address && joinAddress(address, Number(candidate?.port)),
  };
}
