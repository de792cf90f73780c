/**
 * The core of signaling: rooms, seats, and how seats end. How a client gets a
 * seat is in `room/join_room.ts`, how messages are handled in `dispatch.ts`.
 *
 * It has no sockets, timers or clock: each call brings `nowMs`, and effects go
 * to {@linkcode MessageSink} and {@linkcode HubEffects}.
 *
 * @module
 */
import { ConnectionQuota } from "../server/net/connection_quota.ts";
import { HeldBytesLimit } from "./held_bytes.ts";
import type { HubEffects, HubLimits, HubOptions } from "./hub_options.ts";
import type { Knock } from "./waiting_room/knock.ts";
import {
  KNOCK_GONE,
  KNOCK_ROOM_EMPTY,
  KNOCK_ROOM_ENDED,
  KNOCK_ROOM_MOVED,
  type KnockOutcome,
  WaitingRoom,
} from "./waiting_room/waiting_room.ts";
import {
  createErrorMessage,
  createServerMessage,
} from "./message/outgoing_message.ts";
import { MessageCounters } from "./message/message_counters.ts";
import * as CLOSE from "./close_codes.ts";
import type { IceServerList, LeaveReason } from "./protocol.ts";
import { endHostRole, nameMissingHost } from "./room/host_succession.ts";
import { AwaitedMessages } from "./room/awaited_messages.ts";
import { awayExpiryMs } from "./room/away_expiry.ts";
import type { RoomsPolicy } from "./room/invitation.ts";
import { Room, roomHasRules } from "./room/room.ts";
import { RoomAccessControl } from "./room/room_control.ts";
import type { RoomStore } from "./room/room_store.ts";
import type { ResumeTokens } from "./room/resume_token.ts";
import type { MessageSink, Seat } from "./room/seat.ts";
import { roomKeyOf } from "./room_name.ts";

/** Part of a credential's lifetime after which a new one is sent. */
const ICE_RENEW_FRACTION = 0.75;

/** Where a socket is. */
type SocketPlace = Pick<MessageSink, "isRemote">;

/** All rooms and seats of a server. */
export class Hub {
  /** Finite limits. */
  readonly limits: HubLimits;
  /** See {@linkcode HubEffects}. */
  readonly effects: HubEffects;
  /** Signs and verifies resume tokens. */
  readonly resumeTokens: ResumeTokens;
  /** What rooms keep over a restart. */
  readonly roomStore: RoomStore;
  /** Who may open a room. */
  readonly roomsPolicy: RoomsPolicy;
  /** Knocks at locked rooms. */
  readonly waitingRoom: WaitingRoom;
  /** Messages to members that come again after their owner was killed. */
  readonly awaitedMessages = new AwaitedMessages();
  /** Messages of all clients, by kind. */
  readonly messageCounters = new MessageCounters();
  /** Rooms by their key. */
  readonly rooms = new Map<string, Room>();
  /** Seats by id. */
  readonly seats = new Map<string, Seat>();
  /** Limits what all seats keep for a replay. */
  readonly replayLimit: HeldBytesLimit<Seat>;
  readonly #graceMs: number;
  /** When this process became responsible for a room. */
  readonly #takenAtMs: (key: string) => number;
  /** Seats of members that are away, by the address that lost them. */
  readonly #awayQuota: ConnectionQuota;
  /** True from the beginning of a drain on: members that go are only away. */
  #isStopping = false;

  /** Creates a hub without rooms; the store may know some of them. */
  constructor(options: HubOptions) {
    this.limits = options.limits;
    this.effects = options.effects;
    this.resumeTokens = options.resumeTokens;
    this.roomStore = options.roomStore;
    this.roomsPolicy = options.roomsPolicy ?? "open";
    this.waitingRoom = new WaitingRoom(options.limits);
    this.replayLimit = new HeldBytesLimit<Seat>(
      options.limits.maxTotalReplayBytes,
      {
        holders: () => this.seats.values(),
        bytesOf: ({ replayBytes }) => replayBytes,
        free: (seat) => seat.clearReplay(),
      },
    );
    this.#graceMs = options.limits.resumeSeconds * 1000;
    this.#takenAtMs = options.takenAtMs ?? (() => options.startedAtMs);
    this.#awayQuota = new ConnectionQuota(options.limits);
  }

  /**
   * Handles the end of a member's socket.
   *
   * @param reason With `timeout` and `closed` the seat stays for a grace time,
   * unless its address has reached its limit of such seats.
   */
  detachSeat(
    seat: Seat,
    sink: MessageSink,
    reason: LeaveReason,
    nowMs: number,
  ): void {
    const room = this.rooms.get(seat.room);
    if (this.seats.get(seat.id) !== seat || room === undefined) return;
    if (!seat.isBoundTo(sink)) return;
    const { quotaKey } = seat.client;
    const away = reason === "timeout" || reason === "closed" ? reason : null;
    if (this.#isStopping && !seat.isRemote) {
      // They go to the next process: nobody leaves.
      seat.markAway("timeout", Infinity, nowMs);
    } else if (away !== null && this.#awayQuota.acquire(quotaKey) === null) {
      const endsMs = awayExpiryMs(room, seat, away, nowMs, this.#graceMs);
      seat.markAway(away, endsMs, nowMs);
    } else this.removeSeat(seat, reason, nowMs);
  }

  /** Stops counting an away seat that is about to be resumed. */
  releaseAwaySlot(seat: Seat): void {
    if (!this.#isStopping) this.#awayQuota.release(seat.client.quotaKey);
  }

  /** Handles the end of the socket of a knock. */
  detachKnock(knock: Knock, nowMs: number): void {
    const room = this.rooms.get(knock.room);
    if (room) this.waitingRoom.end(room, knock, KNOCK_GONE, nowMs);
  }

  /** Ends a seat and tells the room. */
  removeSeat(seat: Seat, reason: LeaveReason, nowMs: number): void {
    const room = this.rooms.get(seat.room);
    if (this.seats.get(seat.id) !== seat || room === undefined) return;
    const wasHost = room.isHost(seat.id);
    this.#deleteSeat(seat);
    if (reason === "left") {
      this.roomStore.revoke(room.key, seat.id, "left", nowMs);
    }
    room.broadcast(
      seat,
      createServerMessage("peer-left", { id: seat.id, reason }),
    );
    const isEmpty = room.removeSeat(seat);
    room.lowerHand(seat.id);
    if (wasHost) endHostRole(room, seat, reason, nowMs);
    if (isEmpty) this.#closeRoom(room, KNOCK_ROOM_EMPTY, nowMs);
    else if (wasHost) this.#rulesChanged(room, nowMs);
    this.effects.seatClosed(seat, reason);
  }

  /** Removes a member on a host's request and voids its token. */
  kickSeat(room: Room, seat: Seat, nowMs: number): void {
    this.roomStore.revoke(room.key, seat.id, "removed", nowMs);
    this.removeSeat(seat, "kicked", nowMs);
    seat.deliver(createErrorMessage("removed"));
    seat.close(CLOSE.removed, "removed");
  }

  /** Ends a room for all its members and knocks. */
  endRoom(room: Room, nowMs: number): void {
    const seats = [...room.seats];
    for (const seat of seats) {
      this.#deleteSeat(seat);
      room.removeSeat(seat);
      this.effects.seatClosed(seat, "ended");
    }
    // Stored before the members learn of it: a close is sent at once.
    this.#closeRoom(room, KNOCK_ROOM_ENDED, nowMs);
    for (const seat of seats) {
      seat.deliver(createErrorMessage("room-ended"));
      seat.close(CLOSE.roomEnded, "room-ended");
    }
  }

  /**
   * Drops a room that another process owns now: its members resume there, and
   * nothing is stored.
   */
  abandonRoom(key: string, nowMs: number): void {
    const room = this.rooms.get(key);
    if (room === undefined) return;
    this.rooms.delete(key);
    this.awaitedMessages.forget(key);
    for (const seat of room.seats) {
      this.#deleteSeat(seat);
      this.effects.seatClosed(seat, "moved");
      seat.close(CLOSE.serviceRestart, "restart");
    }
    this.waitingRoom.endAll(room, KNOCK_ROOM_MOVED, nowMs);
  }

  /** Sends the rules of a room to its members, each with a new token. */
  broadcastRules(room: Room, nowMs: number): void {
    const { rules } = room;
    for (const seat of room.seats) {
      const resume = this.signResumeToken(seat, nowMs);
      room.deliver(seat, createServerMessage("room", { ...rules, resume }));
    }
  }

  /** A resume token for a seat. */
  signResumeToken({ id, room: key }: Seat, nowMs: number): string {
    const name = this.rooms.get(key)?.name ?? key;
    return this.resumeTokens.sign(id, name, nowMs);
  }

  /** Stores a room that has members. */
  saveRoom(room: Room, nowMs: number): void {
    this.#save(room, null, nowMs);
  }

  /** The control of a room, as it is now or as it was stored. */
  controlOf(key: string, nowMs: number): RoomAccessControl {
    const room = this.rooms.get(key);
    if (room !== undefined) return room.control;
    const record = roomHasRules(key) ? this.roomStore.load(key, nowMs) : null;
    if (record === null) return new RoomAccessControl();
    const control = new RoomAccessControl(
      record,
      record.emptyAtMs ?? this.#takenAtMs(key) + this.#graceMs,
    );
    this.resumeTokens.advanceIssueTime(control.earliestIssueMs);
    return control;
  }

  /**
   * The room of that name, in any case of letters, or null when there is none
   * and no space for it.
   */
  getOrCreateRoom(name: string, nowMs: number): Room | null {
    const key = roomKeyOf(name);
    const existing = this.rooms.get(key);
    if (existing) return existing;
    if (this.rooms.size >= this.limits.maxRooms) return null;
    const control = this.controlOf(key, nowMs);
    const room = new Room(name, control, this.limits, nowMs);
    this.rooms.set(key, room);
    return room;
  }

  /** Ends expired seats and knocks, renews ICE credentials. Once a second. */
  sweep(nowMs: number): void {
    this.waitingRoom.sweep(this.rooms.values(), nowMs);
    for (const seat of this.seats.values()) {
      if (seat.lostAtMs === null) {
        if (nowMs >= seat.iceRenewAtMs) this.#sendIceServers(seat, nowMs);
      } else if (nowMs >= seat.expiresAtMs) {
        this.removeSeat(seat, seat.awayReason, nowMs);
      }
    }
    for (const room of this.rooms.values()) this.#endAwaiting(room, nowMs);
    for (const { sender } of this.awaitedMessages.takeExpired(nowMs)) {
      this.messageCounters.countRefusal("unknown-peer");
      sender.deliver(createErrorMessage("unknown-peer"));
    }
  }

  /** Fresh ICE servers for a seat; sets when to send the next. */
  issueIceServers(seat: Seat, nowMs: number): IceServerList {
    const list = this.effects.createIceServerList(seat);
    seat.iceRenewAtMs = list.iceServers.length === 0
      ? Infinity
      : nowMs + list.ttlSeconds * 1000 * ICE_RENEW_FRACTION;
    return list;
  }

  /** Sends fresh ICE servers to all members, after their URLs changed. */
  pushIceServers(nowMs: number): void {
    for (const seat of this.seats.values()) {
      if (seat.lostAtMs === null) this.#sendIceServers(seat, nowMs);
    }
  }

  /**
   * Tells all members with a socket of this process that it stops. From now on
   * no seat ends by itself: members that are away cannot come back here.
   *
   * @param delaysMs How long each client waits before it opens another socket,
   * by the position of its seat.
   */
  startDraining(delaysMs: (index: number) => number): void {
    this.#isStopping = true;
    let index = 0;
    for (const seat of this.seats.values()) {
      if (seat.lostAtMs !== null) seat.expiresAtMs = Infinity;
      else if (!seat.isRemote) this.announceClosing(seat, delaysMs(index++));
    }
  }

  /** Tells a member that the process of its socket stops. */
  announceClosing(seat: Seat, delayMs: number): void {
    seat.deliver(createServerMessage("server-closing", { delayMs }));
  }

  /**
   * Closes the sockets of this process; the clients come back to the next one.
   * Sockets of other processes go on until {@linkcode Hub.shutDown}.
   */
  closeSockets(nowMs: number): void {
    this.#close(nowMs, ({ isRemote }) => isRemote !== true);
  }

  /** Closes all sockets. */
  shutDown(nowMs: number): void {
    this.#close(nowMs, () => true);
  }

  /**
   * Gives a member of the last process its seat, without a socket; false when
   * its id is in use or the server has no space for it.
   */
  adoptSeat(room: Room, seat: Seat, nowMs: number): boolean {
    if (this.seats.has(seat.id)) return false;
    if (this.#awayQuota.acquire(seat.client.quotaKey) !== null) return false;
    seat.leaveUntil(nowMs + this.#graceMs, nowMs);
    room.addSeat(seat);
    this.seats.set(seat.id, seat);
    return true;
  }

  #close(nowMs: number, isIncluded: (where: SocketPlace) => boolean): void {
    this.#isStopping = true;
    for (const seat of this.seats.values()) {
      // What others still send is kept for the next process.
      if (seat.lostAtMs === null && isIncluded(seat)) {
        seat.replaceSocket(CLOSE.serviceRestart, "restart", nowMs);
        seat.expiresAtMs = Infinity;
      }
    }
    for (const { knocks } of this.rooms.values()) {
      for (const knock of knocks.values()) {
        if (!isIncluded(knock.connection.sink)) continue;
        knock.close(CLOSE.serviceRestart, "restart");
      }
    }
  }

  #sendIceServers(seat: Seat, nowMs: number): void {
    const list = this.issueIceServers(seat, nowMs);
    seat.deliver(createServerMessage("ice-servers", list));
  }

  #deleteSeat(seat: Seat): void {
    this.seats.delete(seat.id);
    if (seat.lostAtMs !== null && !this.#isStopping) {
      this.#awayQuota.release(seat.client.quotaKey);
    }
  }

  #closeRoom(room: Room, outcome: KnockOutcome, nowMs: number): void {
    this.rooms.delete(room.key);
    this.awaitedMessages.forget(room.key);
    this.#save(room, Math.max(nowMs, room.control.awaitedUntilMs), nowMs);
    this.waitingRoom.endAll(room, outcome, nowMs);
  }

  #rulesChanged(room: Room, nowMs: number): void {
    this.saveRoom(room, nowMs);
    this.broadcastRules(room, nowMs);
  }

  #save(room: Room, emptyAtMs: number | null, nowMs: number): void {
    const record = room.control.toRecord(emptyAtMs);
    if (record !== null) this.roomStore.save(room.key, record, nowMs);
  }

  /** After a restart: ends the wait for members who did not come back. */
  #endAwaiting(room: Room, nowMs: number): void {
    const { control } = room;
    if (room.size === 0) {
      if (room.isVacant(nowMs) || room.knocks.size === 0) {
        this.rooms.delete(room.key);
        this.waitingRoom.endAll(room, KNOCK_ROOM_EMPTY, nowMs);
      }
    } else if (control.awaitedUntilMs > 0 && nowMs >= control.awaitedUntilMs) {
      control.awaitedUntilMs = 0;
      if (nameMissingHost(room)) this.#rulesChanged(room, nowMs);
    }
  }
}
