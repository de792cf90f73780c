/**
 * The door of a locked room: who knocks, who is let in, refused, or forgotten.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { Knock } from "./knock.ts";
import { NAMELESS_KNOCK_MS } from "./knock_quota.ts";
import { errorMessage, serverMessage } from "../message/outgoing_message.ts";
import {
  CLOSE,
  type CloseCode,
  type ErrorCode,
  type KnockEnd,
} from "../protocol.ts";
import type { Room } from "../room/room.ts";
import type { Attachment } from "../room/seat.ts";
import { takeSeat } from "../room/assign_seat.ts";

/** Lets a client wait before a locked room; null when too many do. */
export function waitAt(
  hub: Hub,
  room: Room,
  attachment: Attachment,
  nowMs: number,
): Knock | null {
  if (room.knocks.size >= hub.limits.maxKnocksPerRoom) return null;
  if (!hub.knockPlaces.take(attachment.client.quotaKey, nowMs)) return null;
  const knock = new Knock(
    hub.effects.newId(),
    room.name,
    attachment,
    nowMs,
  );
  room.knocks.set(knock.id, knock);
  knock.deliver(serverMessage("locked", {
    room: room.name,
    waitSeconds: hub.limits.knockSeconds,
  }));
  return knock;
}

/** The knocker said its name: the members hear of it. */
export function announce(hub: Hub, knock: Knock, name: string): void {
  knock.name = name;
  hub.rooms.get(knock.room)?.broadcast(
    null,
    serverMessage("knock", { id: knock.id, name }),
  );
}

/** Lets one in; false when the room is full, and then it goes on waiting. */
export function letIn(
  hub: Hub,
  room: Room,
  knock: Knock,
  by: string | null,
  nowMs: number,
): boolean {
  if (room.size >= hub.limits.maxRoomMembers) return false;
  room.knocks.delete(knock.id);
  hub.knockPlaces.release(knock.attachment.client.quotaKey);
  tellEnd(room, knock, "admitted", by);
  knock.seat = takeSeat(hub, room, knock.id, knock.attachment, nowMs);
  knock.seat.isUnvouched = by === null;
  return true;
}

/** How a wait ends without a seat. */
export interface KnockEnding {
  readonly reason: KnockEnd;
  readonly by?: string;
  /** What the knocker is told; absent when it is gone itself. */
  readonly refusal?: ErrorCode;
  readonly close?: CloseCode;
}

/** Someone inside does not want it in. */
export const REFUSED = {
  reason: "refused",
  refusal: "knock-refused",
  close: CLOSE.knockRefused,
} as const satisfies KnockEnding;

/** The room is no more: whoever waits may come again and open it. */
export const ROOM_EMPTY = {
  reason: "gone",
  refusal: "locked-out",
  close: CLOSE.lockedOut,
} as const satisfies KnockEnding;

/** A host ended the room. */
export const ROOM_ENDED = {
  reason: "gone",
  refusal: "room-ended",
  close: CLOSE.roomEnded,
} as const satisfies KnockEnding;

const ROOM_FULL = {
  reason: "gone",
  refusal: "room-full",
  close: CLOSE.roomFull,
} as const satisfies KnockEnding;

const EXPIRED = {
  reason: "expired",
  refusal: "knock-expired",
  close: CLOSE.knockExpired,
} as const satisfies KnockEnding;

/** Ends a wait; the members who heard of it are told. */
export function endKnock(
  hub: Hub,
  room: Room,
  knock: Knock,
  ending: KnockEnding,
  nowMs: number,
): void {
  const { reason, by = null, refusal, close } = ending;
  if (!room.knocks.delete(knock.id)) return;
  hub.knockPlaces.releaseLater(knock.attachment.client.quotaKey, nowMs);
  tellEnd(room, knock, reason, by);
  if (refusal !== undefined) knock.deliver(errorMessage(refusal));
  if (close !== undefined) knock.close(close, refusal ?? reason);
}

/** The room is open now: all who wait come in, as far as there is room. */
export function openDoor(
  hub: Hub,
  room: Room,
  by: string | null,
  nowMs: number,
): void {
  for (const knock of room.knocks.values()) {
    if (!letIn(hub, room, knock, by, nowMs)) {
      endKnock(hub, room, knock, ROOM_FULL, nowMs);
    }
  }
}

/** Once a second: ends what waited too long. */
export function sweepKnocks(hub: Hub, nowMs: number): void {
  hub.knockPlaces.sweep(nowMs);
  const waitMs = hub.limits.knockSeconds * 1000;
  for (const room of hub.rooms.values()) {
    for (const knock of room.knocks.values()) {
      const mayWaitMs = knock.name === null ? NAMELESS_KNOCK_MS : waitMs;
      if (nowMs - knock.sinceMs < mayWaitMs) continue;
      endKnock(hub, room, knock, EXPIRED, nowMs);
    }
  }
}

function tellEnd(
  room: Room,
  { id, name }: Knock,
  reason: KnockEnd,
  by: string | null,
): void {
  if (name === null) return;
  room.broadcast(null, serverMessage("knock-ended", { id, reason, by }));
}
