/**
 * The room store in a file of the data directory. It reads from a copy in
 * memory and writes each change through to the file before the call returns.
 *
 * Names of rooms are stored as HMAC-SHA256, so that the file alone does not
 * tell which rooms were used.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import {
  MemoryRoomStore,
  recordExpiry,
  revocationKey,
} from "../../signaling/room/memory_room_store.ts";
import {
  REVOCATION_TTL_MS,
  type RevocationReason,
  type RoomRecord,
  type RoomStore,
  type RoomStoreLimits,
} from "../../signaling/room/room_store.ts";
import type { Log } from "../log.ts";
import {
  openRoomDatabase,
  type RoomDatabase,
  roomStoreError,
} from "./room_database.ts";

/** Where the store is, and what it needs. */
export interface SqliteRoomStoreOptions {
  /** Path of the file, which is created where it is missing. */
  readonly path: string;
  /** HMAC key of room names. */
  readonly nameKey: string;
  /** Receives one line when the file fails. */
  readonly log: Log;
  /** The default ones when absent. */
  readonly limits?: RoomStoreLimits;
}

/** An open store. When the file fails, it goes on in memory and logs it. */
export class SqliteRoomStore implements RoomStore {
  readonly #nameKey: string;
  readonly #log: Log;
  readonly #memory: MemoryRoomStore;
  /** Null once it is closed or has failed. */
  #database: RoomDatabase | null;

  /** See {@linkcode openSqliteRoomStore}. */
  constructor(
    { nameKey, log, limits }: SqliteRoomStoreOptions,
    database: RoomDatabase,
    nowMs: number,
  ) {
    this.#nameKey = nameKey;
    this.#log = log;
    this.#memory = new MemoryRoomStore(database.readContent(), nowMs, limits);
    this.#database = database;
  }

  /** The record of a room, or null when there is none or it has expired. */
  load(room: string, nowMs: number): RoomRecord | null {
    return this.#memory.load(this.#keyOf(room), nowMs);
  }

  /** Replaces the record of a room. */
  save(room: string, record: RoomRecord, nowMs: number): void {
    const key = this.#keyOf(room);
    const dropped = this.#memory.save(key, record, nowMs);
    this.#write((database) => {
      database.putRoom(key, record, recordExpiry(record));
      for (const other of dropped) database.deleteRoom(other);
    });
  }

  /** Voids the tokens of a member. */
  revoke(
    room: string,
    id: string,
    reason: RevocationReason,
    nowMs: number,
    expiresMs: number = nowMs + REVOCATION_TTL_MS,
  ): void {
    const roomKey = this.#keyOf(room);
    const dropped = this.#memory.revoke(roomKey, id, reason, nowMs, expiresMs);
    this.#write((database) => {
      const key = revocationKey(roomKey, id);
      database.putRevocation(key, reason, expiresMs);
      for (const other of dropped) database.deleteRevocation(other);
    });
  }

  /** Why the tokens of a member are void, or null when they are not. */
  findRevocation(
    room: string,
    id: string,
    nowMs: number,
  ): RevocationReason | null {
    return this.#memory.findRevocation(this.#keyOf(room), id, nowMs);
  }

  /** Closes the file. Later changes stay in memory. */
  close(): void {
    this.#write((database) => database.close());
    this.#database = null;
  }

  #keyOf(room: string): string {
    return createHmac("sha256", this.#nameKey).update(room).digest("base64url");
  }

  #write(write: (database: RoomDatabase) => void): void {
    if (this.#database === null) return;
    try {
      write(this.#database);
    } catch (error) {
      this.#database = null;
      this.#log.error(
        "The room store failed: locks, hosts and removals from now on are lost at the next restart",
        { error },
      );
    }
  }
}

/**
 * Opens the store and loads what an earlier process left.
 *
 * @throws {StartupError} With reason `room-store`.
 */
export function openSqliteRoomStore(
  options: SqliteRoomStoreOptions,
  nowMs: number,
): SqliteRoomStore {
  const database = openRoomDatabase(options.path, nowMs);
  try {
    return new SqliteRoomStore(options, database, nowMs);
  } catch (error) {
    database.close();
    throw roomStoreError(options.path, error);
  }
}
