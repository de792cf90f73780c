/**
 * The messages that two members of a call send each other through the server.
 *
 * Both are directed (`to`), and both name the connection that they are about:
 *
 * - `description` `{ connection, description: { type, sdp } }`: an offer, or
 *   the answer to one. An offer with a newer connection than the one in use
 *   replaces it.
 * - `candidate` `{ connection, candidate }`: an `RTCIceCandidateInit`, or null
 *   at the end of candidates.
 *
 * @module
 */
import { asRecord } from "../signaling/decode_server_message.ts";

/** Name of one of the connections that two members have had with each other. */
export interface ConnectionKey {
  /** Counts up with each replacement. */
  readonly generation: number;
  /** Id of the member that made the first offer. */
  readonly by: string;
}

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
  );

/**
 * Which of two connections is the newer: positive when it is `a`, 0 when they
 * are one. Both members come to the same verdict, also when each has made a
 * connection of the same generation at the same time.
 */
export function compareKeys(a: ConnectionKey, b: ConnectionKey): number {
  if (a.generation !== b.generation) return a.generation - b.generation;
  return a.by === b.by ? 0 : a.by > b.by ? 1 : -1;
}

/** Reads a message of another member, or null when it is not about a connection. */
export function readPeerSignal(
  event: string,
  data: unknown,
): PeerSignal | null {
  const fields = asRecord(data);
  const connection = readConnectionKey(fields?.connection);
  if (!fields || !connection) return null;
  if (event === "description") {
    const description = readDescription(fields.description);
    return description && { event, connection, description };
  }
  if (event === "candidate") {
    const candidate = readCandidate(fields.candidate);
    return candidate === undefined ? null : { event, connection, candidate };
  }
  return null;
}

function readConnectionKey(value: unknown): ConnectionKey | null {
  const fields = asRecord(value);
  if (!fields) return null;
  const { generation, by } = fields;
  return typeof generation === "number" && Number.isSafeInteger(generation) &&
      generation >= 0 && typeof by === "string"
    ? { generation, by }
    : null;
}

function readDescription(value: unknown): RTCSessionDescriptionInit | null {
  const fields = asRecord(value);
  if (!fields || typeof fields.sdp !== "string") return null;
  const { type, sdp } = fields;
  return type === "offer" || type === "answer" ? { type, sdp } : null;
}

function readCandidate(value: unknown): RTCIceCandidateInit | null | undefined {
  if (value === null) return null;
  const fields = asRecord(value);
  if (!fields || typeof fields.candidate !== "string") return undefined;
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = fields;
  return {
    candidate,
    ...(typeof sdpMid === "string" ? { sdpMid } : {}),
    ...(typeof sdpMLineIndex === "number" ? { sdpMLineIndex } : {}),
    ...(typeof usernameFragment === "string" ? { usernameFragment } : {}),
  };
}
