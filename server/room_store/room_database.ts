/**
 * The SQLite file of the room store: its schema, its rows, and what can be
 * wrong with it at the start.
 *
 * A write is in the hands of the system when the call returns, so it outlives
 * the process (write-ahead log). A power failure may undo the last writes, but
 * not damage the file (`synchronous=NORMAL`).
 *
 * @module
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import {
  EMPTY_ROOM_TTL_MS,
  type RevocationReason,
  type RoomRecord,
} from "../../signaling/room/room_store.ts";
import type {
  RoomStoreContent,
  StoredRevocation,
  StoredRoom,
} from "../../signaling/room/memory_room_store.ts";
import { StartupError } from "../startup_error.ts";

/** Version of the schema, kept in `user_version` of the file. */
const SCHEMA_VERSION = 1;

/** Longest wait for another process that has the file open. */
const BUSY_TIMEOUT_MS = 50;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS rooms (
    room TEXT PRIMARY KEY,
    is_locked INTEGER NOT NULL,
    hosts TEXT NOT NULL,
    members_since_ms INTEGER NOT NULL,
    kept_members TEXT NOT NULL,
    ended_until_ms INTEGER NOT NULL,
    empty_at_ms INTEGER,
    expires_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS revocations (
    key TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    expires_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

type Row = Readonly<Record<string, unknown>>;

/** An open file. Each method throws when SQLite fails. */
export class RoomDatabase {
  readonly #database: DatabaseSync;
  readonly #putRoom: StatementSync;
  readonly #deleteRoom: StatementSync;
  readonly #putRevocation: StatementSync;
  readonly #deleteRevocation: StatementSync;

  /** Prepares the statements; see {@linkcode openRoomDatabase}. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#putRoom = database.prepare(
      "INSERT OR REPLACE INTO rooms VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    );
    this.#deleteRoom = database.prepare("DELETE FROM rooms WHERE room = ?");
    this.#putRevocation = database.prepare(
      "INSERT OR REPLACE INTO revocations VALUES (?, ?, ?)",
    );
    this.#deleteRevocation = database.prepare(
      "DELETE FROM revocations WHERE key = ?",
    );
  }

  /** All rows, the first to expire first. */
  readContent(): RoomStoreContent {
    const read = (table: string) =>
      this.#database.prepare(`SELECT * FROM ${table} ORDER BY expires_ms`)
        .all();
    return {
      rooms: read("rooms").map(parseRoom),
      revocations: read("revocations").map(parseRevocation),
    };
  }

  /** Replaces a room. */
  putRoom(room: string, record: RoomRecord, expiresMs: number | null): void {
    this.#putRoom.run(
      room,
      record.isLocked ? 1 : 0,
      record.hosts.join(" "),
      record.membersSinceMs,
      record.keptMembers.join(" "),
      record.endedUntilMs,
      record.emptyAtMs,
      expiresMs,
    );
  }

  /** Deletes a room. */
  deleteRoom(room: string): void {
    this.#deleteRoom.run(room);
  }

  /** Replaces a revocation. */
  putRevocation(
    key: string,
    reason: RevocationReason,
    expiresMs: number,
  ): void {
    this.#putRevocation.run(key, reason, expiresMs);
  }

  /** Deletes a revocation. */
  deleteRevocation(key: string): void {
    this.#deleteRevocation.run(key);
  }

  /** Closes the file. */
  close(): void {
    this.#database.close();
  }
}

/**
 * Opens or creates the file with mode 0600, checks it and deletes expired rows.
 *
 * @throws {StartupError} With reason `room-store`.
 */
export function openRoomDatabase(path: string, nowMs: number): RoomDatabase {
  let database: DatabaseSync | undefined;
  try {
    restrictAccess(path);
    database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    // The rows are in memory already: a page cache of 256 KiB is enough.
    database.exec("PRAGMA cache_size = -256; PRAGMA wal_autocheckpoint = 200");
    checkFile(database);
    database.exec(`BEGIN IMMEDIATE; ${SCHEMA}`);
    // Rooms with members: their process was killed, and counts as gone now.
    database.prepare("UPDATE rooms SET expires_ms = ? WHERE expires_ms IS NULL")
      .run(nowMs + EMPTY_ROOM_TTL_MS);
    for (const table of ["rooms", "revocations"]) {
      database.prepare(`DELETE FROM ${table} WHERE expires_ms <= ?`).run(nowMs);
    }
    database.exec("COMMIT");
    return new RoomDatabase(database);
  } catch (error) {
    database?.close();
    throw roomStoreError(path, error);
  }
}

/** The failure of a file as a sentence for the operator. */
export function roomStoreError(path: string, error: unknown): StartupError {
  const why = error instanceof Error ? error.message : String(error);
  return new StartupError(
    "room-store",
    `The room store "${path}" cannot be used: ${why}. Repair it, or delete it to start without the locks and hosts of earlier rooms`,
    { cause: error },
  );
}

/** SQLite gives its other files the mode of this one. */
function restrictAccess(path: string): void {
  Deno.openSync(path, { write: true, create: true, mode: 0o600 }).close();
  const { mode } = Deno.statSync(path);
  if (mode !== null && (mode & 0o077) !== 0) Deno.chmodSync(path, 0o600);
}

function checkFile(database: DatabaseSync): void {
  const version = database.prepare("PRAGMA user_version").get()?.user_version;
  if (typeof version !== "number" || version > SCHEMA_VERSION) {
    throw new RangeError("a newer version of Maru wrote it");
  }
  const result = database.prepare("PRAGMA quick_check(1)").get()?.quick_check;
  if (result !== "ok") throw new RangeError("the file is damaged");
}

function parseRoom(row: Row): StoredRoom {
  return {
    room: textOf(row, "room"),
    record: {
      isLocked: row.is_locked === 1,
      hosts: idsOf(row, "hosts"),
      membersSinceMs: numberOf(row, "members_since_ms"),
      keptMembers: idsOf(row, "kept_members"),
      endedUntilMs: numberOf(row, "ended_until_ms"),
      emptyAtMs: row.empty_at_ms === null ? null : numberOf(row, "empty_at_ms"),
    },
    expiresMs: numberOf(row, "expires_ms"),
  };
}

function parseRevocation(row: Row): StoredRevocation {
  const reason = textOf(row, "reason");
  return {
    key: textOf(row, "key"),
    reason: isReason(reason) ? reason : "removed",
    expiresMs: numberOf(row, "expires_ms"),
  };
}

function isReason(text: string): text is RevocationReason {
  return ["left", "removed", "ended", "used"].includes(text);
}

/** Ids have no spaces, so a list of them is a text with spaces between. */
function idsOf(row: Row, column: string): string[] {
  const text = textOf(row, column);
  return text === "" ? [] : text.split(" ");
}

function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === "string") return value;
  throw new TypeError(`${column} is not a text`);
}

function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === "number") return value;
  throw new TypeError(`${column} is not a number`);
}
