/**
 * What a client has in the hub: a seat, a knock, or neither. The same for a
 * socket of this process and for one that another process forwards.
 *
 * @module
 */
import { dispatchKnockerMessage, dispatchMessage } from "./dispatch.ts";
import type { Hub } from "./hub.ts";
import type { RawMessage } from "./message/envelope.ts";
import type { LeaveReason } from "./protocol.ts";
import type { MessageSink, Seat } from "./room/seat.ts";
import type { Knock } from "./waiting_room/knock.ts";

/** Seat or knock of a client. */
export interface BoundClient {
  /** The seat that it joined with, or null. */
  readonly seat: Seat | null;
  /** The knock, also after its admission, or null. */
  readonly knock: Knock | null;
}

/** The seat of a client, also one that it got by knocking. */
export function seatOf({ seat, knock }: BoundClient): Seat | null {
  return seat ?? knock?.seat ?? null;
}

/** Dispatches a message; false for a client that has not joined. */
export function dispatchFromClient(
  hub: Hub,
  client: BoundClient,
  raw: RawMessage,
  nowMs: number,
): boolean {
  const seat = seatOf(client);
  if (seat !== null) dispatchMessage(hub, seat, raw, nowMs);
  else if (client.knock !== null) {
    dispatchKnockerMessage(hub, client.knock, raw, nowMs);
  } else return false;
  return true;
}

/** Handles the end of the client's socket. */
export function detachClient(
  hub: Hub,
  client: BoundClient,
  sink: MessageSink,
  reason: LeaveReason,
  nowMs: number,
): void {
  const seat = seatOf(client);
  if (seat !== null) hub.detachSeat(seat, sink, reason, nowMs);
  else if (client.knock !== null) hub.detachKnock(client.knock, nowMs);
}
