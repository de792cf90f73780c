/**
 * Tells from `getStats()` which way the media of a connection goes.
 *
 * @module
 */
import { asRecord } from "../signaling/decode_server_message.ts";

/** From browser to browser, or through a TURN relay. */
export type MediaRoute = "direct" | "relayed";

type StatsFields = Readonly<Record<string, unknown>>;

/**
 * The route of the selected candidate pair, or null when none is selected.
 *
 * @param stats The values of an `RTCStatsReport` (W3C webrtc-stats).
 */
export function mediaRouteOf(stats: Iterable<unknown>): MediaRoute | null {
  const byId = indexStatsById(stats);
  const pair = findSelectedPair(byId);
  if (!pair) return null;
  const ends = [pair.localCandidateId, pair.remoteCandidateId];
  return ends.some((id) => byId.get(id)?.candidateType === "relay")
    ? "relayed"
    : "direct";
}

/** The candidate pair that media takes, or undefined when none is selected. */
export function getSelectedCandidatePair(
  stats: Iterable<unknown>,
): StatsFields | undefined {
  return findSelectedPair(indexStatsById(stats));
}

function indexStatsById(stats: Iterable<unknown>): Map<unknown, StatsFields> {
  const byId = new Map<unknown, StatsFields>();
  for (const value of stats) {
    const fields = asRecord(value);
    if (fields) byId.set(fields.id, fields);
  }
  return byId;
}

function findSelectedPair(
  byId: ReadonlyMap<unknown, StatsFields>,
): StatsFields | undefined {
  const all = [...byId.values()];
  const transport = all.find((s) =>
    s.type === "transport" && s.selectedCandidatePairId
  );
  if (transport) return byId.get(transport.selectedCandidatePairId);
  // Firefox marks the pair instead of naming it in the transport.
  const pairs = all.filter((s) => s.type === "candidate-pair");
  return pairs.find((s) => s.selected === true) ??
    pairs.find((s) => s.nominated === true && s.state === "succeeded");
}
