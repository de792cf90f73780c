/**
 * The core of signaling: who sits in which room, for how long. How a client
 * gets a seat is in `join.ts`, who waits for one in `knocks.ts`, what becomes
 * of messages in `dispatch.ts`.
 *
 * No sockets, no timers, no clock: every call brings `nowMs`, and what the hub
 * wants done goes out through {@linkcode MessageSink} and {@linkcode HubEffects}.
 *
 * @module
 */
import {
  ConnectionQuota,
  type ConnectionQuotaLimits,
} from "../server/net/connection_quota.ts";
import { EndedRooms } from "./room/ended_rooms.ts";
import {
  endKnock,
  KNOCK_ROOM_EMPTY,
  KNOCK_ROOM_ENDED,
  type KnockOutcome,
  sweepKnocks,
} from "./waiting_room/waiting_room.ts";
import type { Knock } from "./waiting_room/knock.ts";
import { type KnockLimits, KnockQuota } from "./waiting_room/knock_quota.ts";
import {
  createErrorMessage,
  createServerMessage,
  type OutgoingMessage,
} from "./message/outgoing_message.ts";
import {
  CLOSE,
  type CloseCode,
  type ErrorCode,
  type IceServerList,
  type LeaveReason,
} from "./protocol.ts";
import { Room } from "./room/room.ts";
import type { ResumeTokens } from "./room/resume_token.ts";
import { RevokedIds } from "./room/revoked_ids.ts";
import type { MessageSink, Seat } from "./room/seat.ts";

/**
 * Finite bounds on what the hub keeps. The numbers of {@linkcode ConnectionQuotaLimits}
 * hold for seats without a socket too, which would else be free to take.
 */
export interface HubLimits extends ConnectionQuotaLimits, KnockLimits {
  readonly maxMessageBytes: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly maxRoomMembers: number;
  readonly maxRooms: number;
  /** How long a seat outlives its socket. */
  readonly resumeSeconds: number;
  /** Bytes kept for a seat until the member is seen to have them. */
  readonly maxReplayBytes: number;
}

/** What the hub asks of, and tells to, the rest of the process. */
export interface HubEffects {
  /** A new member id: unguessable, without ":". */
  newId(): string;
  /** ICE servers with fresh credentials for this seat. */
  createIceServerList(seat: Seat, nowMs: number): IceServerList;
  seatOpened(seat: Seat): void;
  /** The same seat has a new socket, maybe from another address. */
  seatResumed(seat: Seat): void;
  seatClosed(seat: Seat): void;
  /** A member's message to others, as text. */
  messageRelayed(seat: Seat, text: string): void;
}

/** Share of a credential's life after which a fresh one is pushed. */
const ICE_RENEW_FRACTION = 0.75;

/** Rooms, seats and the messages among them. */
export class Hub {
  readonly limits: HubLimits;
  readonly effects: HubEffects;
  readonly resumeTokens: ResumeTokens;
  readonly rooms = new Map<string, Room>();
  readonly seats = new Map<string, Seat>();
  /** Ids whose members left for good: their tokens are void. */
  readonly revokedIds = new RevokedIds();
  /** Rooms that a host ended: the tokens of who was away then are void too. */
  readonly endedRooms = new EndedRooms();
  readonly knockQuota: KnockQuota;
  /** When the process began; tokens of before may know rooms better. */
  readonly startedAtMs: number;
  /** Seats whose members are away, by the address that lost them. */
  readonly #awayQuota: ConnectionQuota;
  #lastVersion = 0;

  constructor(
    limits: HubLimits,
    effects: HubEffects,
    tokens: ResumeTokens,
    startedAtMs: number,
  ) {
    this.limits = limits;
    this.startedAtMs = startedAtMs;
    this.knockQuota = new KnockQuota(limits);
    this.#awayQuota = new ConnectionQuota(limits);
    this.effects = effects;
    this.resumeTokens = tokens;
  }

  /**
   * A member's socket is gone.
   *
   * @param reason `lost` keeps the seat for the grace time, unless its address
   * has as many kept as it may have.
   */
  detachSeat(
    seat: Seat,
    outlet: MessageSink,
    reason: LeaveReason,
    nowMs: number,
  ): void {
    if (this.seats.get(seat.id) !== seat || !seat.isBoundTo(outlet)) return;
    const { quotaKey } = seat.client;
    if (reason === "lost" && this.#awayQuota.acquire(quotaKey) === null) {
      seat.markAway(nowMs);
    } else {
      this.removeSeat(seat, reason, nowMs);
    }
  }

  /** A member whose socket was lost is about to take its seat again. */
  releaseAwaySlot(seat: Seat): void {
    this.#awayQuota.release(seat.client.quotaKey);
  }

  /** The socket of someone who waited is gone. */
  detachKnock(knock: Knock, nowMs: number): void {
    const room = this.rooms.get(knock.room);
    if (room) endKnock(this, room, knock, { reason: "gone" }, nowMs);
  }

  /** Ends a seat and tells the room. */
  removeSeat(seat: Seat, reason: LeaveReason, nowMs: number): void {
    const room = this.rooms.get(seat.room);
    if (this.seats.get(seat.id) !== seat || room === undefined) return;
    const { hosts } = room.rules;
    this.#deleteSeat(seat);
    if (reason === "left") this.revokedIds.add(seat.id, "left", nowMs);
    room.broadcast(
      seat,
      createServerMessage("peer-left", { id: seat.id, reason }),
    );
    if (room.removeSeat(seat)) this.#closeRoom(room, KNOCK_ROOM_EMPTY, nowMs);
    else if (hosts.includes(seat.id)) this.#appointNextHost(room, seat, nowMs);
    this.effects.seatClosed(seat);
  }

  /** Ends a seat against the will of its member, who is told why. */
  kickSeat(
    seat: Seat,
    refusal: ErrorCode,
    close: CloseCode,
    nowMs: number,
  ): void {
    this.removeSeat(seat, "expelled", nowMs);
    seat.deliver(createErrorMessage(refusal));
    seat.close(close, refusal);
  }

  /** Ends a room with all who are in it and before it. */
  endRoom(room: Room, nowMs: number): void {
    for (const seat of [...room.seats]) {
      this.#deleteSeat(seat);
      this.revokedIds.add(seat.id, "ended", nowMs);
      room.removeSeat(seat);
      this.effects.seatClosed(seat);
      seat.deliver(createErrorMessage("room-ended"));
      seat.close(CLOSE.roomEnded, "room-ended");
    }
    this.#closeRoom(room, KNOCK_ROOM_ENDED, nowMs);
  }

  /** A number above all earlier ones, those of earlier processes too. */
  nextVersion(nowMs: number): number {
    return this.#lastVersion = Math.max(nowMs, this.#lastVersion + 1);
  }

  /** The rules of a room changed: tells each member, with a token to match. */
  broadcastRules(room: Room, nowMs: number): void {
    const { rules } = room;
    for (const seat of room.seats) {
      const resume = this.signResumeToken(room, seat, nowMs);
      seat.deliver(createServerMessage("room", { ...rules, resume }));
    }
  }

  /** A token for a seat that knows the rules of its room. */
  signResumeToken(room: Room, { id }: Seat, nowMs: number): string {
    const { isLocked, epoch, lockVersion, generation } = room.control;
    const isHost = room.control.isNamedHost(id);
    return this.resumeTokens.sign(
      {
        id,
        room: room.name,
        isHost,
        isLocked,
        epoch,
        lockVersion,
        generation,
      },
      nowMs,
    );
  }

  #deleteSeat(seat: Seat): void {
    this.seats.delete(seat.id);
    if (seat.lostAtMs !== null) this.#awayQuota.release(seat.client.quotaKey);
  }

  #closeRoom(room: Room, ending: KnockOutcome, nowMs: number): void {
    this.rooms.delete(room.name);
    for (const knock of room.knocks.values()) {
      endKnock(this, room, knock, ending, nowMs);
    }
  }

  /** A host is gone: a room is never without one. */
  #appointNextHost(room: Room, { id }: Seat, nowMs: number): void {
    const [next] = room.seats;
    if (room.control.removeHost(id) && next) room.control.addHost(next.id);
    this.broadcastRules(room, nowMs);
  }

  /** Once a second: ends the grace of lost seats, renews ICE credentials. */
  sweep(nowMs: number): void {
    sweepKnocks(this, nowMs);
    const graceMs = this.limits.resumeSeconds * 1000;
    for (const seat of this.seats.values()) {
      if (seat.lostAtMs !== null) {
        if (nowMs - seat.lostAtMs >= graceMs) {
          this.removeSeat(seat, "lost", nowMs);
        }
      } else if (nowMs >= seat.iceRenewAtMs) {
        seat.deliver(
          createServerMessage("ice-servers", this.issueIceServers(seat, nowMs)),
        );
      }
    }
  }

  /** Fresh ICE servers for a seat; notes when the next are due. */
  issueIceServers(seat: Seat, nowMs: number): IceServerList {
    const config = this.effects.createIceServerList(seat, nowMs);
    seat.iceRenewAtMs = config.iceServers.length === 0
      ? Infinity
      : nowMs + config.ttlSeconds * 1000 * ICE_RENEW_FRACTION;
    return config;
  }

  /** Pushes ICE servers to everyone: what answers has changed. */
  pushIceServers(nowMs: number): void {
    for (const seat of this.seats.values()) {
      if (seat.lostAtMs === null) {
        seat.deliver(
          createServerMessage("ice-servers", this.issueIceServers(seat, nowMs)),
        );
      }
    }
  }

  /** The process ends: members are told to come back with their tokens. */
  shutDown(): void {
    for (const seat of this.seats.values()) {
      seat.close(CLOSE.serviceRestart, "restart");
    }
    for (const { knocks } of this.rooms.values()) {
      for (const knock of knocks.values()) {
        knock.close(CLOSE.serviceRestart, "restart");
      }
    }
  }

  /** Delivers to the rest of a member's room. */
  broadcastFrom(seat: Seat, message: OutgoingMessage): void {
    this.rooms.get(seat.room)?.broadcast(seat, message);
  }

  /** The room of that name, made when there is none and there may be one more. */
  getOrCreateRoom(name: string): Room | null {
    const found = this.rooms.get(name);
    if (found) return found;
    if (this.rooms.size >= this.limits.maxRooms) return null;
    const room = new Room(name);
    this.rooms.set(name, room);
    return room;
  }
}
