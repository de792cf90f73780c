/**
 * Limits, effects and parts of a hub.
 *
 * @module
 */
import type { ConnectionQuotaLimits } from "../server/net/connection_quota.ts";
import type {
  ConnectionReport,
  IceServerList,
  LeaveReason,
} from "./protocol.ts";
import type { RoomsPolicy } from "./room/invitation.ts";
import type { ResumeTokens } from "./room/resume_token.ts";
import type { RoomLimits } from "./room/room.ts";
import type { RoomStore } from "./room/room_store.ts";
import type { Seat } from "./room/seat.ts";
import type { KnockLimits } from "./waiting_room/knock_quota.ts";

/**
 * Finite limits of the hub. Those of {@linkcode ConnectionQuotaLimits} also
 * bound seats without a socket, which would otherwise cost nothing.
 */
export interface HubLimits
  extends ConnectionQuotaLimits, KnockLimits, RoomLimits {
  /** Rate of messages of a connection. */
  readonly messagesPerSecond: number;
  /** Rate of bytes of a connection. */
  readonly bytesPerSecond: number;
  /** Rooms of the server. */
  readonly maxRooms: number;
  /** Grace time: how long a seat outlives its socket. */
  readonly resumeSeconds: number;
  /** Bytes of unacknowledged messages kept for a seat. */
  readonly maxReplayBytes: number;
  /** The same for all seats together. */
  readonly maxTotalReplayBytes: number;
}

/**
 * Why a seat has ended: as the others learn it, since a host ended the room, or
 * since another process owns it.
 */
export type SeatEndReason = LeaveReason | "ended" | "moved";

/** What the hub needs from the rest of the process, and reports to it. */
export interface HubEffects {
  /** A new member id: unguessable, ASCII, without ":" and spaces. */
  newId(): string;
  /** ICE servers with fresh credentials for this seat. */
  createIceServerList(seat: Seat): IceServerList;
  /** A client has a new seat. */
  seatOpened(seat: Seat): void;
  /** The seat has a new socket, possibly from another address. */
  seatResumed(seat: Seat): void;
  /** The seat has ended; its room has none left when it is not in the hub. */
  seatClosed(seat: Seat, reason: SeatEndReason): void;
  /** A member's message was refused: its room sends too much. */
  roomBusy(seat: Seat): void;
  /** A member's page told how it reached another member. */
  connectionReported(report: ConnectionReport): void;
  /** A member's message went to others. */
  messageRelayed(seat: Seat, text: string): void;
}

/** Parts that a hub is made of. */
export interface HubOptions {
  /** Finite limits. */
  readonly limits: HubLimits;
  /** The rest of the process. */
  readonly effects: HubEffects;
  /** Signs and verifies resume tokens. */
  readonly resumeTokens: ResumeTokens;
  /** What rooms keep over a restart. */
  readonly roomStore: RoomStore;
  /** Who may open a room; default: everyone. */
  readonly roomsPolicy?: RoomsPolicy | undefined;
  /** When the process started. Rooms with members then wait for these. */
  readonly startedAtMs: number;
  /**
   * When this process took a room over from another one; default: when it
   * started.
   */
  readonly takenAtMs?: (room: string) => number;
}
