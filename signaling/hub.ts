/**
 * The core of signaling: who sits in which room, for how long. How a client
 * gets a seat is in `join.ts`, what becomes of its messages in `dispatch.ts`.
 *
 * No sockets, no timers, no clock: every call brings `nowMs`, and what the hub
 * wants done goes out through {@linkcode Outlet} and {@linkcode HubEffects}.
 *
 * @module
 */
import { ConnectionQuota, type QuotaLimits } from "./connection_quota.ts";
import { type Outgoing, serverMessage } from "./outgoing.ts";
import { CLOSE, type IceConfig, type LeaveReason } from "./protocol.ts";
import { Room } from "./room.ts";
import type { ResumeTokens } from "./resume_token.ts";
import { RetiredIds } from "./retired_ids.ts";
import type { Outlet, Seat } from "./seat.ts";

/**
 * Finite bounds on what the hub keeps. The numbers of {@linkcode QuotaLimits}
 * hold for seats without a socket too, which would else be free to take.
 */
export interface HubLimits extends QuotaLimits {
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
  /** Seats whose members are away, by the address that lost them. */
  readonly #away: ConnectionQuota;

  constructor(limits: HubLimits, effects: HubEffects, tokens: ResumeTokens) {
    this.limits = limits;
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
    if (!seat.isHeldBy(outlet)) return;
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

  /** Ends a seat and tells the room. */
  remove(seat: Seat, reason: LeaveReason, nowMs: number): void {
    const room = this.rooms.get(seat.room);
    if (this.seats.get(seat.id) !== seat || room === undefined) return;
    this.seats.delete(seat.id);
    if (seat.lostAtMs !== null) this.#away.release(seat.client.quotaKey);
    if (reason === "left") this.retired.add(seat.id, nowMs);
    room.broadcast(seat, serverMessage("peer-left", { id: seat.id, reason }));
    if (room.remove(seat)) this.rooms.delete(room.name);
    this.effects.seatClosed(seat);
  }

  /** Once a second: ends the grace of lost seats, renews ICE credentials. */
  sweep(nowMs: number): void {
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
