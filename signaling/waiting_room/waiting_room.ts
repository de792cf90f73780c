/**
 * The waiting room of locked rooms: accepts knocks within their limits,
 * announces them to the members, and ends them.
 *
 * @module
 */
import {
  createErrorMessage,
  createServerMessage,
} from "../message/outgoing_message.ts";
import * as CLOSE from "../close_codes.ts";
import {
  type CloseCode,
  type ErrorCode,
  type KnockEndReason,
} from "../protocol.ts";
import type { Room } from "../room/room.ts";
import type { ClientConnection } from "../room/seat.ts";
import { Knock } from "./knock.ts";
import {
  type KnockLimits,
  KnockQuota,
  NAMELESS_KNOCK_TIMEOUT_MS,
} from "./knock_quota.ts";

/** How a knock ends without a seat. */
export interface KnockOutcome {
  /** Reason that the members receive. */
  readonly reason: KnockEndReason;
  /** Id of the member who answered. */
  readonly by?: string;
  /** Error sent to the client; absent when its socket is gone. */
  readonly refusal?: ErrorCode;
  /** Code that closes the socket of the client. */
  readonly close?: CloseCode;
}

/** The client's socket is gone, or it gave up. */
export const KNOCK_GONE = { reason: "gone" } as const satisfies KnockOutcome;

/** A member refused the knock. */
export const KNOCK_REFUSED = {
  reason: "refused",
  refusal: "knock-refused",
  close: CLOSE.knockRefused,
} as const satisfies KnockOutcome;

/** The last member left. The client may join again, and then opens the room. */
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

/** Another process owns the room now: the client comes again. */
export const KNOCK_ROOM_MOVED = {
  reason: "gone",
  close: CLOSE.serviceRestart,
} as const satisfies KnockOutcome;

/** The room was unlocked and has no seat left. */
export const KNOCK_ROOM_FULL = {
  reason: "gone",
  refusal: "room-full",
  close: CLOSE.roomFull,
} as const satisfies KnockOutcome;

const KNOCK_EXPIRED = {
  reason: "expired",
  refusal: "knock-expired",
  close: CLOSE.knockExpired,
} as const satisfies KnockOutcome;

/** The knocks of all rooms. */
export class WaitingRoom {
  readonly #limits: KnockLimits;
  readonly #quota: KnockQuota;

  /** `maxConnections` limits the knocks of all addresses together. */
  constructor(limits: KnockLimits & { readonly maxConnections: number }) {
    this.#limits = limits;
    this.#quota = new KnockQuota(limits);
  }

  /** Accepts a client and sends it `locked`; null beyond a limit. */
  accept(
    room: Room,
    connection: ClientConnection,
    newId: () => string,
    nowMs: number,
  ): Knock | null {
    if (room.knocks.size >= this.#limits.maxKnocksPerRoom) return null;
    if (!this.#quota.acquire(connection.client.quotaKey, nowMs)) return null;
    const knock = new Knock(newId(), room.key, connection, nowMs);
    room.knocks.set(knock.id, knock);
    knock.deliver(createServerMessage("locked", {
      room: room.name,
      waitSeconds: this.#limits.knockSeconds,
    }));
    return knock;
  }

  /** Sets the name of a knock and announces it to the members. */
  announce(room: Room, knock: Knock, name: string): void {
    knock.name = name;
    room.broadcast(null, createServerMessage("knock", { id: knock.id, name }));
  }

  /**
   * Ends a knock whose client gets a seat now.
   *
   * @param byId The member who admitted it, or null.
   */
  endAdmitted(room: Room, knock: Knock, byId: string | null): void {
    room.knocks.delete(knock.id);
    this.#quota.release(knock.connection.client.quotaKey);
    broadcastKnockEnded(room, knock, "admitted", byId);
  }

  /** Ends a knock without a seat. */
  end(room: Room, knock: Knock, outcome: KnockOutcome, nowMs: number): void {
    const { reason, by = null, refusal, close } = outcome;
    if (!room.knocks.delete(knock.id)) return;
    this.#quota.releaseAfterCooldown(knock.connection.client.quotaKey, nowMs);
    broadcastKnockEnded(room, knock, reason, by);
    if (refusal !== undefined) knock.deliver(createErrorMessage(refusal));
    if (close !== undefined) knock.close(close, refusal ?? reason);
  }

  /** Ends all knocks of a room. */
  endAll(room: Room, outcome: KnockOutcome, nowMs: number): void {
    for (const knock of room.knocks.values()) {
      this.end(room, knock, outcome, nowMs);
    }
  }

  /** Ends expired knocks. Called once a second. */
  sweep(rooms: Iterable<Room>, nowMs: number): void {
    this.#quota.releaseExpired(nowMs);
    const knockMs = this.#limits.knockSeconds * 1000;
    for (const room of rooms) {
      for (const knock of room.knocks.values()) {
        const limitMs = knock.name === null
          ? NAMELESS_KNOCK_TIMEOUT_MS
          : knockMs;
        if (nowMs - knock.knockedAtMs >= limitMs) {
          this.end(room, knock, KNOCK_EXPIRED, nowMs);
        }
      }
    }
  }
}

/** Members hear of the end only if they heard of the knock. */
function broadcastKnockEnded(
  room: Room,
  { id, name }: Knock,
  reason: KnockEndReason,
  by: string | null,
): void {
  if (name === null) return;
  room.broadcast(null, createServerMessage("knock-ended", { id, reason, by }));
}
