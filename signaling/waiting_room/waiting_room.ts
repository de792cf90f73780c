/**
 * The door of a locked room: who knocks, who is let in, refused, or forgotten.
 *
 * @module
 */
import type { Hub } from "../hub.ts";
import { Knock } from "./knock.ts";
import { NAMELESS_KNOCK_TIMEOUT_MS } from "./knock_quota.ts";
import {
  createErrorMessage,
  createServerMessage,
} from "../message/outgoing_message.ts";
import {
  CLOSE,
  type CloseCode,
  type ErrorCode,
  type KnockEndReason,
} from "../protocol.ts";
import type { Room } from "../room/room.ts";
import type { ClientConnection } from "../room/seat.ts";
import { assignSeat } from "../room/assign_seat.ts";

/** Lets a client wait before a locked room; null when too many do. */
export function createKnock(
  hub: Hub,
  room: Room,
  attachment: ClientConnection,
  nowMs: number,
): Knock | null {
  if (room.knocks.size >= hub.limits.maxKnocksPerRoom) return null;
  if (!hub.knockQuota.acquire(attachment.client.quotaKey, nowMs)) return null;
  const knock = new Knock(
    hub.effects.newId(),
    room.name,
    attachment,
    nowMs,
  );
  room.knocks.set(knock.id, knock);
  knock.deliver(createServerMessage("locked", {
    room: room.name,
    waitSeconds: hub.limits.knockSeconds,
  }));
  return knock;
}

/** The knocker said its name: the members hear of it. */
export function announceKnock(hub: Hub, knock: Knock, name: string): void {
  knock.name = name;
  hub.rooms.get(knock.room)?.broadcast(
    null,
    createServerMessage("knock", { id: knock.id, name }),
  );
}

/** Lets one in; false when the room is full, and then it goes on waiting. */
export function admitKnock(
  hub: Hub,
  room: Room,
  knock: Knock,
  by: string | null,
  nowMs: number,
): boolean {
  if (room.size >= hub.limits.maxRoomMembers) return false;
  room.knocks.delete(knock.id);
  hub.knockQuota.release(knock.connection.client.quotaKey);
  broadcastKnockEnded(room, knock, "admitted", by);
  knock.seat = assignSeat(hub, room, knock.id, knock.connection, nowMs);
  knock.seat.joinedUnlocked = by === null;
  return true;
}

/** How a wait ends without a seat. */
export interface KnockOutcome {
  readonly reason: KnockEndReason;
  readonly by?: string;
  /** What the knocker is told; absent when it is gone itself. */
  readonly refusal?: ErrorCode;
  readonly close?: CloseCode;
}

/** Someone inside does not want it in. */
export const KNOCK_REFUSED = {
  reason: "refused",
  refusal: "knock-refused",
  close: CLOSE.knockRefused,
} as const satisfies KnockOutcome;

/** The room is no more: whoever waits may come again and open it. */
export const KNOCK_ROOM_EMPTY = {
  reason: "gone",
  refusal: "locked-out",
  close: CLOSE.lockedOut,
} as const satisfies KnockOutcome;

/** A host ended the room. */
export const KNOCK_ROOM_ENDED = {
  reason: "gone",
  refusal: "room-ended",
  close: CLOSE.roomEnded,
} as const satisfies KnockOutcome;

const KNOCK_ROOM_FULL = {
  reason: "gone",
  refusal: "room-full",
  close: CLOSE.roomFull,
} as const satisfies KnockOutcome;

const KNOCK_EXPIRED = {
  reason: "expired",
  refusal: "knock-expired",
  close: CLOSE.knockExpired,
} as const satisfies KnockOutcome;

/** Ends a wait; the members who heard of it are told. */
export function endKnock(
  hub: Hub,
  room: Room,
  knock: Knock,
  ending: KnockOutcome,
  nowMs: number,
): void {
  const { reason, by = null, refusal, close } = ending;
  if (!room.knocks.delete(knock.id)) return;
  hub.knockQuota.releaseAfterCooldown(knock.connection.client.quotaKey, nowMs);
  broadcastKnockEnded(room, knock, reason, by);
  if (refusal !== undefined) knock.deliver(createErrorMessage(refusal));
  if (close !== undefined) knock.close(close, refusal ?? reason);
}

/** The room is open now: all who wait come in, as far as there is room. */
export function admitAllKnocks(
  hub: Hub,
  room: Room,
  by: string | null,
  nowMs: number,
): void {
  for (const knock of room.knocks.values()) {
    if (!admitKnock(hub, room, knock, by, nowMs)) {
      endKnock(hub, room, knock, KNOCK_ROOM_FULL, nowMs);
    }
  }
}

/** Once a second: ends what waited too long. */
export function sweepKnocks(hub: Hub, nowMs: number): void {
  hub.knockQuota.releaseExpired(nowMs);
  const waitMs = hub.limits.knockSeconds * 1000;
  for (const room of hub.rooms.values()) {
    for (const knock of room.knocks.values()) {
      const mayWaitMs = knock.name === null
        ? NAMELESS_KNOCK_TIMEOUT_MS
        : waitMs;
      if (nowMs - knock.knockedAtMs < mayWaitMs) continue;
      endKnock(hub, room, knock, KNOCK_EXPIRED, nowMs);
    }
  }
}

function broadcastKnockEnded(
  room: Room,
  { id, name }: Knock,
  reason: KnockEndReason,
  by: string | null,
): void {
  if (name === null) return;
  room.broadcast(null, createServerMessage("knock-ended", { id, reason, by }));
}
