/**
 * What a client asks for when it joins: in the query of its socket, or later in
 * a `join` message, when the query has `join=later`.
 *
 * @module
 */
import type { ClientEvents } from "../protocol.ts";
import type { RoomInvitation } from "./invitation.ts";

/** Parameters of a join. */
export interface JoinParameters {
  /** Room name, or null for the default room. */
  readonly room: string | null;
  /** Resume token, or null for a new seat. */
  readonly resumeToken: string | null;
  /**
   * Number of messages of the seat that the client has, if it counts; Infinity
   * when it wants none repeated.
   */
  readonly receivedCount: number | null;
  /** Members beyond which the client does not want to join, or null. */
  readonly maxMembers: number | null;
  /** The invitation, once it was verified; without one absent. */
  readonly invitation?: RoomInvitation | undefined;
}

/** Token of an invitation in the query of a socket, or null. */
export function readInvitationQuery(query: URLSearchParams): string | null {
  return query.get("invitation");
}

/** True when the client joins later by a message. */
export function isJoinDeferred(query: URLSearchParams): boolean {
  return query.get("join") === "later";
}

/** Parameters in the query of a socket. */
export function readJoinQuery(query: URLSearchParams): JoinParameters {
  return {
    room: query.get("room"),
    resumeToken: query.get("resume"),
    receivedCount: query.get("received") === "none"
      ? Infinity
      : parseCount(query.get("received")),
    maxMembers: parseCount(query.get("max")),
  };
}

/** Parameters in a `join` message. */
export function readJoinData(
  { room, resume, received, max }: Omit<ClientEvents["join"], "invitation">,
): JoinParameters {
  return {
    room,
    resumeToken: resume,
    receivedCount: received === "none" ? Infinity : received,
    maxMembers: max,
  };
}

function parseCount(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
