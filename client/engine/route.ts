/**
 * Tells from `getStats()` which way the media of a connection goes.
 *
 * @module
 */
import { fieldsOf } from "./wire.ts";

/** From browser to browser, or through a TURN relay. */
export type Route = "direct" | "relayed";

/**
 * The route of the selected candidate pair, or null when none is selected.
 *
 * @param stats The values of an `RTCStatsReport` (W3C webrtc-stats).
 */
export function routeOf(stats: Iterable<unknown>): Route | null {
  const byId = new Map<unknown, Readonly<Record<string, unknown>>>();
  for (const value of stats) {
    const fields = fieldsOf(value);
    if (fields) byId.set(fields.id, fields);
  }
  const pair = selectedPair(byId);
  if (!pair) return null;
  const ends = [pair.localCandidateId, pair.remoteCandidateId];
  return ends.some((id) => byId.get(id)?.candidateType === "relay")
    ? "relayed"
    : "direct";
}

function selectedPair(
  byId: ReadonlyMap<unknown, Readonly<Record<string, unknown>>>,
): Readonly<Record<string, unknown>> | undefined {
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
