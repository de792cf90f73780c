/**
 * What a room keeps over a restart of the server.
 *
 * The hub reads synchronously and does not wait for writes. So a store holds a
 * copy in memory: one on disk loads it at the start, one over a network loads a
 * room before its first join. Both write in the order of the calls.
 *
 * @module
 */
import { RESUME_TOKEN_TTL_MS } from "./resume_token.ts";

/** Lock, hosts and void tokens of one room. */
export interface RoomRecord {
  /** True when newcomers have to knock. */
  readonly isLocked: boolean;
  /** Ids of the named hosts, including those whose seats timed out. */
  readonly hosts: readonly string[];
  /** Tokens issued before this are those of newcomers. */
  readonly membersSinceMs: number;
  /** Ids of members for whom that is not so: earlier tokens stay good. */
  readonly keptMembers: readonly string[];
  /** A token that expires no later than this is void: a host ended the room. */
  readonly endedUntilMs: number;
  /** When the last seat ended; null while the room has members. */
  readonly emptyAtMs: number | null;
}

/**
 * How a member lost the right to use its token; `used` is the use of an
 * invitation.
 */
export type RevocationReason = "left" | "removed" | "ended" | "used";

/** Time for which the record of an empty room is kept. */
export const EMPTY_ROOM_TTL_MS = 24 * 60 * 60 * 1000;

/** Time for which an id stays revoked: no token of it is valid for longer. */
export const REVOCATION_TTL_MS: number = RESUME_TOKEN_TTL_MS;

/** Finite limits of a store. Beyond each of them it drops the oldest. */
export interface RoomStoreLimits {
  /** Rooms without members. Rooms with members are limited by the hub. */
  readonly maxEmptyRooms: number;
  /** Revoked ids of all rooms. */
  readonly maxRevokedIds: number;
  /** Uses of invitations that have not expired: no leaving member displaces one. */
  readonly maxUses: number;
}

/** Limits of a store that is given none. */
export const DEFAULT_ROOM_STORE_LIMITS: RoomStoreLimits = {
  maxEmptyRooms: 10_000,
  maxRevokedIds: 10_000,
  maxUses: 100_000,
};

/** Records by room name. No method throws: a store that fails logs it. */
export interface RoomStore {
  /** The record of a room, or null when there is none or it has expired. */
  load(room: string, nowMs: number): RoomRecord | null;
  /** Replaces the record of a room. */
  save(room: string, record: RoomRecord, nowMs: number): void;
  /**
   * Voids the tokens of a member.
   *
   * @param expiresMs Default: after {@linkcode REVOCATION_TTL_MS}.
   */
  revoke(
    room: string,
    id: string,
    reason: RevocationReason,
    nowMs: number,
    expiresMs?: number,
  ): void;
  /** Why the tokens of a member are void, or null when they are not. */
  findRevocation(
    room: string,
    id: string,
    nowMs: number,
  ): RevocationReason | null;
}
