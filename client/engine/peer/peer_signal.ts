/**
 * Signaling messages between two members, relayed by the server (`to`). Both
 * name the connection that they are about:
 *
 * - `description` `{ connection, description: { type, sdp } }`: an offer or an
 *   answer. An offer for a newer connection than the one in use replaces it.
 * - `candidate` `{ connection, candidate }`: an `RTCIceCandidateInit`, or null
 *   at the end of candidates.
 * - `restart-ice` `{ connection }`: the polite side asks whether it may restart
 *   ICE, the other one allows it.
 *
 * @module
 */
import * as v from "valibot";

/** Identifies one of the connections that two members have had. */
export interface ConnectionKey {
  /** Incremented by each replacement. */
  readonly generation: number;
  /** Id of the member that made the first offer. */
  readonly by: string;
}

const CONNECTION_KEY_SCHEMA = v.object({
  generation: v.pipe(
    v.number(),
    v.check((n) => Number.isSafeInteger(n) && n >= 0),
  ),
  by: v.string(),
});

/** Data of `description`. */
const DESCRIPTION_SCHEMA = v.object({
  connection: CONNECTION_KEY_SCHEMA,
  description: v.object({
    type: v.picklist(["offer", "answer"]),
    sdp: v.string(),
  }),
});

/** Data of `candidate`. */
const CANDIDATE_SCHEMA = v.object({
  connection: CONNECTION_KEY_SCHEMA,
  candidate: v.nullable(v.object({
    candidate: v.string(),
    sdpMid: v.exactOptional(v.nullable(v.string())),
    sdpMLineIndex: v.exactOptional(v.nullable(v.number())),
    usernameFragment: v.exactOptional(v.nullable(v.string())),
  })),
});

/** Data of `restart-ice`. */
const RESTART_SCHEMA = v.object({ connection: CONNECTION_KEY_SCHEMA });

/** A message about one connection. */
export type PeerSignal =
  & { readonly connection: ConnectionKey }
  & (
    | {
      readonly event: "description";
      readonly description: RTCSessionDescriptionInit;
    }
    | {
      readonly event: "candidate";
      readonly candidate: RTCIceCandidateInit | null;
    }
    | { readonly event: "restart-ice" }
  );

/**
 * Compares the age of two connections: positive when `a` is newer, 0 when they
 * are the same. Both members get the same result, also when each has made a
 * connection of the same generation at the same time.
 */
export function compareKeys(a: ConnectionKey, b: ConnectionKey): number {
  if (a.generation !== b.generation) return a.generation - b.generation;
  return a.by === b.by ? 0 : a.by > b.by ? 1 : -1;
}

/** Reads a message of another member, or null when it is malformed or unknown. */
export function readPeerSignal(
  event: string,
  data: unknown,
): PeerSignal | null {
  if (event === "description") {
    const { success, output } = v.safeParse(DESCRIPTION_SCHEMA, data);
    return success ? { event, ...output } : null;
  }
  if (event === "candidate") {
    const { success, output } = v.safeParse(CANDIDATE_SCHEMA, data);
    return success ? { event, ...output } : null;
  }
  if (event === "restart-ice") {
    const { success, output } = v.safeParse(RESTART_SCHEMA, data);
    return success ? { event, ...output } : null;
  }
  return null;
}
