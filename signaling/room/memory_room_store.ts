/**
 * A room store in memory: the one of tests, and the copy that a store on disk
 * reads from.
 *
 * @module
 */
import { ExpiringMap } from "./expiring_map.ts";
import {
  DEFAULT_ROOM_STORE_LIMITS,
  EMPTY_ROOM_TTL_MS,
  REVOCATION_TTL_MS,
  type RevocationReason,
  type RoomRecord,
  type RoomStore,
  type RoomStoreLimits,
} from "./room_store.ts";

/** A record as a store keeps it. */
export interface StoredRoom {
  /** Name of the room, or its HMAC. */
  readonly room: string;
  /** The record itself. */
  readonly record: RoomRecord;
  /** Null while the room has members. */
  readonly expiresMs: number | null;
}

/** A revoked id as a store keeps it. */
export interface StoredRevocation {
  /** Made by {@linkcode revocationKey}. */
  readonly key: string;
  /** Why its tokens are void. */
  readonly reason: RevocationReason;
  /** When the id is no longer revoked. */
  readonly expiresMs: number;
}

/** Everything that a store keeps, the oldest first. */
export interface RoomStoreContent {
  /** Records of rooms. */
  readonly rooms: Iterable<StoredRoom>;
  /** Revoked ids. */
  readonly revocations: Iterable<StoredRevocation>;
}

/** Key of a revoked id. Neither a room name nor its HMAC has a space. */
export function revocationKey(room: string, id: string): string {
  return `${room} ${id}`;
}

/** When a record written at `nowMs` expires; null for a room with members. */
export function recordExpiry(record: RoomRecord): number | null {
  return record.emptyAtMs === null
    ? null
    : record.emptyAtMs + EMPTY_ROOM_TTL_MS;
}

/** Records and revoked ids in memory, each kind bounded in number. */
export class MemoryRoomStore implements RoomStore {
  /** Bounded by the hub, which limits the rooms with members. */
  readonly #occupied = new Map<string, RoomRecord>();
  readonly #empty: ExpiringMap<RoomRecord>;
  readonly #revoked: ExpiringMap<RevocationReason>;
  readonly #used: ExpiringMap<RevocationReason>;

  /**
   * Creates a store with the content of an earlier process. Rooms that had
   * members then expire like rooms that are empty from now on.
   */
  constructor(
    content?: RoomStoreContent,
    nowMs = 0,
    limits: RoomStoreLimits = DEFAULT_ROOM_STORE_LIMITS,
  ) {
    this.#empty = new ExpiringMap(limits.maxEmptyRooms);
    this.#revoked = new ExpiringMap(limits.maxRevokedIds);
    this.#used = new ExpiringMap(limits.maxUses);
    for (const row of content?.rooms ?? []) this.restoreRoom(row, nowMs);
    for (const row of content?.revocations ?? []) {
      this.restoreRevocation(row, nowMs);
    }
  }

  /** Everything that is kept now. */
  get content(): RoomStoreContent {
    const rooms: StoredRoom[] = [];
    for (const [room, record, expiresMs] of this.#empty.entries()) {
      rooms.push({ room, record, expiresMs });
    }
    for (const [room, record] of this.#occupied) {
      rooms.push({ room, record, expiresMs: null });
    }
    const revocations: StoredRevocation[] = [];
    for (const map of [this.#revoked, this.#used]) {
      for (const [key, reason, expiresMs] of map.entries()) {
        revocations.push({ key, reason, expiresMs });
      }
    }
    return { rooms, revocations };
  }

  /**
   * Adds the record of an earlier process. A room that had members expires like
   * one that is empty from now on.
   */
  restoreRoom(
    { room, record, expiresMs }: StoredRoom,
    nowMs: number,
  ): string[] {
    const untilMs = expiresMs ?? nowMs + EMPTY_ROOM_TTL_MS;
    return this.#empty.set(room, record, untilMs, nowMs);
  }

  /** Adds a revocation of an earlier process; returns the keys it dropped. */
  restoreRevocation(
    { key, reason, expiresMs }: StoredRevocation,
    nowMs: number,
  ): string[] {
    const map = reason === "used" ? this.#used : this.#revoked;
    return map.set(key, reason, expiresMs, nowMs);
  }

  /** Removes a record and these revocations. */
  forget(room: string, revocationKeys: Iterable<string>): void {
    this.#occupied.delete(room);
    this.#empty.delete(room);
    for (const key of revocationKeys) {
      this.#revoked.delete(key);
      this.#used.delete(key);
    }
  }

  /** The record of a room, or null when there is none or it has expired. */
  load(room: string, nowMs: number): RoomRecord | null {
    return this.#occupied.get(room) ?? this.#empty.get(room, nowMs) ?? null;
  }

  /** Replaces a record and returns the rooms whose records were dropped. */
  save(room: string, record: RoomRecord, nowMs: number): string[] {
    const expiresMs = recordExpiry(record);
    if (expiresMs === null) {
      this.#empty.delete(room);
      this.#occupied.set(room, record);
      return [];
    }
    this.#occupied.delete(room);
    return this.#empty.set(room, record, expiresMs, nowMs);
  }

  /** Revokes an id and returns the keys of revocations that were dropped. */
  revoke(
    room: string,
    id: string,
    reason: RevocationReason,
    nowMs: number,
    expiresMs: number = nowMs + REVOCATION_TTL_MS,
  ): string[] {
    const key = revocationKey(room, id);
    return this.restoreRevocation({ key, reason, expiresMs }, nowMs);
  }

  /** Why the tokens of a member are void, or null when they are not. */
  findRevocation(
    room: string,
    id: string,
    nowMs: number,
  ): RevocationReason | null {
    const key = revocationKey(room, id);
    return this.#revoked.get(key, nowMs) ?? this.#used.get(key, nowMs) ?? null;
  }
}
