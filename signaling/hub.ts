/**
 * The core of signaling: who sits in which room, for how long. How a client
 * gets a seat is in `join.ts`, who waits for one in `knocks.ts`, what becomes
 * of messages in `dispatch.ts`.
 *
 * No sockets, no timers, no clock: every call brings `nowMs`, and what the hub
 * wants done goes out through {@linkcode Outlet} and {@linkcode HubEffects}.
 *
 * @module
 */
import {
  ConnectionQuota,
  type QuotaLimits,
} from "../server/net/connection_quota.ts";
import { EndedRooms } from "./room/ended_rooms.ts";
import {
  endKnock,
  type KnockEnding,
  ROOM_EMPTY,
  ROOM_ENDED,
  sweepKnocks,
} from "./waiting_room/waiting_room.ts";
import type { Knock } from "./waiting_room/knock.ts";
import { type KnockLimits, KnockPlaces } from "./waiting_room/knock_quota.ts";
import {
  errorMessage,
  type Outgoing,
  serverMessage,
} from "./message/outgoing_message.ts";
import {
  CLOSE,
  type CloseCode,
  type ErrorCode,
  type IceConfig,
  type LeaveReason,
} from "./protocol.ts";
import { Room } from "./room/room.ts";
import type { ResumeTokens } from "./room/resume_token.ts";
import { RetiredIds } from "./room/revoked_ids.ts";
import type { Outlet, Seat } from "./room/seat.ts";

/**
 * Finite bounds on what the hub keeps. The numbers of {@linkcode QuotaLimits}
 * hold for seats without a socket too, which would else be free to take.
 */
export interface HubLimits extends QuotaLimits, KnockLimits {
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
  iceConfigFor(seat: Seat, nowMs: number): IceConfig;
  seatOpened(seat: Seat): void;
  /** The same seat has a new socket, maybe from another address. */
  seatResumed(seat: Seat): void;
  seatClosed(seat: Seat): void;
  /** A member's message to others, as text. */
  relayed(seat: Seat, text: string): void;
}

/** Share of a credential's life after which a fresh one is pushed. */
const ICE_RENEW_SHARE = 0.75;

/** Rooms, seats and the messages among them. */
export class Hub {
  readonly limits: HubLimits;
  readonly effects: HubEffects;
  readonly tokens: ResumeTokens;
  readonly rooms = new Map<string, Room>();
  readonly seats = new Map<string, Seat>();
  /** Ids whose members left for good: their tokens are void. */
  readonly retired = new RetiredIds();
  /** Rooms that a host ended: the tokens of who was away then are void too. */
  readonly ended = new EndedRooms();
  readonly knockPlaces: KnockPlaces;
  /** When the process began; tokens of before may know rooms better. */
  readonly startedAtMs: number;
  /** Seats whose members are away, by the address that lost them. */
  readonly #away: ConnectionQuota;
  #lastMark = 0;

  constructor(
    limits: HubLimits,
    effects: HubEffects,
    tokens: ResumeTokens,
    startedAtMs: number,
  ) {
    this.limits = limits;
    this.startedAtMs = startedAtMs;
    this.knockPlaces = new KnockPlaces(limits);
    this.#away = new ConnectionQuota(limits);
    this.effects = effects;
    this.tokens = tokens;
  }

  /**
   * A member's socket is gone.
   *
   * @param reason `lost` keeps the seat for the grace time, unless its address
   * has as many kept as it may have.
   */
  detach(seat: Seat, outlet: Outlet, reason: LeaveReason, nowMs: number): void {
    if (this.seats.get(seat.id) !== seat || !seat.isHeldBy(outlet)) return;
    const { quotaKey } = seat.client;
    if (reason === "lost" && this.#away.acquire(quotaKey) === null) {
      seat.lose(nowMs);
    } else {
      this.remove(seat, reason, nowMs);
    }
  }

  /** A member whose socket was lost is about to take its seat again. */
  welcomeBack(seat: Seat): void {
    this.#away.release(seat.client.quotaKey);
  }

  /** The socket of someone who waited is gone. */
  detachKnock(knock: Knock, nowMs: number): void {
    const room = this.rooms.get(knock.room);
    if (room) endKnock(this, room, knock, { reason: "gone" }, nowMs);
  }

  /** Ends a seat and tells the room. */
  remove(seat: Seat, reason: LeaveReason, nowMs: number): void {
    const room = this.rooms.get(seat.room);
    if (this.seats.get(seat.id) !== seat || room === undefined) return;
    const { hosts } = room.rules;
    this.#endSeat(seat);
    if (reason === "left") this.retired.add(seat.id, "left", nowMs);
    room.broadcast(seat, serverMessage("peer-left", { id: seat.id, reason }));
    if (room.remove(seat)) this.#closeRoom(room, ROOM_EMPTY, nowMs);
    else if (hosts.includes(seat.id)) this.#passOn(room, seat, nowMs);
    this.effects.seatClosed(seat);
  }

  /** Ends a seat against the will of its member, who is told why. */
  expel(
    seat: Seat,
    refusal: ErrorCode,
    close: CloseCode,
    nowMs: number,
  ): void {
    this.remove(seat, "expelled", nowMs);
    seat.deliver(errorMessage(refusal));
    seat.close(close, refusal);
  }

  /** Ends a room with all who are in it and before it. */
  endRoom(room: Room, nowMs: number): void {
    for (const seat of [...room.seats]) {
      this.#endSeat(seat);
      this.retired.add(seat.id, "ended", nowMs);
      room.remove(seat);
      this.effects.seatClosed(seat);
      seat.deliver(errorMessage("room-ended"));
      seat.close(CLOSE.roomEnded, "room-ended");
    }
    this.#closeRoom(room, ROOM_ENDED, nowMs);
  }

  /** A number above all earlier ones, those of earlier processes too. */
  nextMark(nowMs: number): number {
    return this.#lastMark = Math.max(nowMs, this.#lastMark + 1);
  }

  /** The rules of a room changed: tells each member, with a token to match. */
  tellRules(room: Room, nowMs: number): void {
    const { rules } = room;
    for (const seat of room.seats) {
      const resume = this.tokenFor(room, seat, nowMs);
      seat.deliver(serverMessage("room", { ...rules, resume }));
    }
  }

  /** A token for a seat that knows the rules of its room. */
  tokenFor(room: Room, { id }: Seat, nowMs: number): string {
    const { isLocked, epoch, change, rank } = room.control;
    const isHost = room.control.isNamed(id);
    return this.tokens.sign(
      { id, room: room.name, isHost, isLocked, epoch, change, rank },
      nowMs,
    );
  }

  #endSeat(seat: Seat): void {
    this.seats.delete(seat.id);
    if (seat.lostAtMs !== null) this.#away.release(seat.client.quotaKey);
  }

  #closeRoom(room: Room, ending: KnockEnding, nowMs: number): void {
    this.rooms.delete(room.name);
    for (const knock of room.knocks.values()) {
      endKnock(this, room, knock, ending, nowMs);
    }
  }

  /** A host is gone: a room is never without one. */
  #passOn(room: Room, { id }: Seat, nowMs: number): void {
    const [next] = room.seats;
    if (room.control.forget(id) && next) room.control.name(next.id);
    this.tellRules(room, nowMs);
  }

  /** Once a second: ends the grace of lost seats, renews ICE credentials. */
  sweep(nowMs: number): void {
    sweepKnocks(this, nowMs);
    const graceMs = this.limits.resumeSeconds * 1000;
    for (const seat of this.seats.values()) {
      if (seat.lostAtMs !== null) {
        if (nowMs - seat.lostAtMs >= graceMs) this.remove(seat, "lost", nowMs);
      } else if (nowMs >= seat.iceRenewAtMs) {
        seat.deliver(serverMessage("ice-servers", this.iceFor(seat, nowMs)));
      }
    }
  }

  /** Fresh ICE servers for a seat; notes when the next are due. */
  iceFor(seat: Seat, nowMs: number): IceConfig {
    const config = this.effects.iceConfigFor(seat, nowMs);
    seat.iceRenewAtMs = config.iceServers.length === 0
      ? Infinity
      : nowMs + config.ttlSeconds * 1000 * ICE_RENEW_SHARE;
    return config;
  }

  /** Pushes ICE servers to everyone: what answers has changed. */
  renewIce(nowMs: number): void {
    for (const seat of this.seats.values()) {
      if (seat.lostAtMs === null) {
        seat.deliver(serverMessage("ice-servers", this.iceFor(seat, nowMs)));
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
  broadcast(seat: Seat, message: Outgoing): void {
    this.rooms.get(seat.room)?.broadcast(seat, message);
  }

  /** The room of that name, made when there is none and there may be one more. */
  openRoom(name: string): Room | null {
    const found = this.rooms.get(name);
    if (found) return found;
    if (this.rooms.size >= this.limits.maxRooms) return null;
    const room = new Room(name);
    this.rooms.set(name, room);
    return room;
  }
}
