/**
 * Tells from `getStats()` which way the media of a connection goes.
 *
 * @module
 */
import { fieldsOf } from "../signaling/decode_server_message.ts";

/** From browser to browser, or through a TURN relay. */
export type Route = "direct" | "relayed";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The route of the selected candidate pair, or null when none is selected.
 *
 * @param stats The values of an `RTCStatsReport` (W3C webrtc-stats).
 */
export function routeOf(stats: Iterable<unknown>): Route | null {
  const byId = indexOf(stats);
  const pair = pairOf(byId);
  if (!pair) return null;
  const ends = [pair.localCandidateId, pair.remoteCandidateId];
  return ends.some((id) => byId.get(id)?.candidateType === "relay")
    ? "relayed"
    : "direct";
}

/** The candidate pair that media takes, or undefined when none is selected. */
export function selectedPair(stats: Iterable<unknown>): Fields | undefined {
  return pairOf(indexOf(stats));
}

function indexOf(stats: Iterable<unknown>): Map<unknown, Fields> {
  const byId = new Map<unknown, Fields>();
  for (const value of stats) {
    const fields = fieldsOf(value);
    if (fields) byId.set(fields.id, fields);
  }
  return byId;
}

function pairOf(byId: ReadonlyMap<unknown, Fields>): Fields | undefined {
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
