/**
 * The room store of several processes. It has a copy in memory of the rooms
 * that this process owns: loaded when a lease is taken, before the first join,
 * and written behind in the order of the changes.
 *
 * A room without a lease is kept in memory only and written when it gets one.
 *
 * @module
 */
import * as v from "valibot";
import {
  MemoryRoomStore,
  recordExpiry,
  revocationKey,
  type StoredRevocation,
  type StoredRoom,
} from "../room/memory_room_store.ts";
import {
  DEFAULT_ROOM_STORE_LIMITS,
  EMPTY_ROOM_TTL_MS,
  REVOCATION_TTL_MS,
  type RevocationReason,
  type RoomRecord,
  type RoomStore,
  type RoomStoreLimits,
} from "../room/room_store.ts";
import type { HeldLease, StoredChange, StoredFields } from "./backplane.ts";

const RECORD_FIELD = "record";
const REVOCATION_PREFIX = "revoked:";

const record = v.object({
  isLocked: v.boolean(),
  hosts: v.array(v.string()),
  membersSinceMs: v.number(),
  keptMembers: v.array(v.string()),
  endedUntilMs: v.number(),
  emptyAtMs: v.nullable(v.number()),
});
const revocation = v.object({
  reason: v.picklist(["left", "removed", "ended", "used"]),
  expiresMs: v.number(),
});

/** What the store needs of the leases and the backplane. */
export interface SharedStoreEffects {
  /** The lease of a room, or null when it has none. */
  leaseOf(room: string): HeldLease | null;
  /** Writes a change. */
  store(lease: HeldLease, change: StoredChange): void;
}

/** Records of the rooms of this process. */
export class SharedRoomStore implements RoomStore {
  readonly #effects: SharedStoreEffects;
  readonly #memory: MemoryRoomStore;
  /** Revoked ids of each room, with their fields. */
  readonly #revoked = new Map<string, Map<string, string>>();

  /** A store without rooms. */
  constructor(
    effects: SharedStoreEffects,
    limits: RoomStoreLimits = DEFAULT_ROOM_STORE_LIMITS,
  ) {
    this.#effects = effects;
    this.#memory = new MemoryRoomStore(undefined, 0, limits);
  }

  /** Takes over what the last owner stored; what is in memory is newer. */
  adopt(room: string, stored: StoredFields, nowMs: number): void {
    const known = this.#memory.load(room, nowMs);
    for (const [field, text] of Object.entries(stored)) {
      if (field === RECORD_FIELD) {
        const parsed = parseJson(record, text);
        if (parsed === null || known !== null) continue;
        this.#memory.restoreRoom(toStoredRoom(room, parsed, nowMs), nowMs);
      } else if (field.startsWith(REVOCATION_PREFIX)) {
        const id = field.slice(REVOCATION_PREFIX.length);
        this.#adoptRevocation(room, id, text, nowMs);
      }
    }
  }

  /** Forgets a room that this process no longer owns. */
  forget(room: string): void {
    const ids = this.#revoked.get(room)?.keys() ?? [];
    this.#memory.forget(room, [...ids].map((id) => revocationKey(room, id)));
    this.#revoked.delete(room);
  }

  /** Writes the whole state of a room, which the backplane may have lost. */
  rewrite(room: string, nowMs: number): void {
    const current = this.#memory.load(room, nowMs);
    const set: Record<string, string> = {};
    if (current !== null) set[RECORD_FIELD] = JSON.stringify(current);
    let keepMs = 0;
    for (const [id, text] of this.#revoked.get(room) ?? []) {
      set[REVOCATION_PREFIX + id] = text;
      const { expiresMs = 0 } = parseJson(revocation, text) ?? {};
      keepMs = Math.max(keepMs, expiresMs - nowMs);
    }
    this.#write(room, { set, remove: [], keepMs });
  }

  /** The record of a room of this process. */
  load(room: string, nowMs: number): RoomRecord | null {
    return this.#memory.load(room, nowMs);
  }

  /** Replaces the record of a room. */
  save(room: string, saved: RoomRecord, nowMs: number): void {
    const dropped = this.#memory.save(room, saved, nowMs);
    this.#write(room, {
      set: { [RECORD_FIELD]: JSON.stringify(saved) },
      remove: [],
    });
    for (const other of dropped) {
      this.#write(other, { set: {}, remove: [RECORD_FIELD] });
    }
  }

  /** Voids the tokens of a member. */
  revoke(
    room: string,
    id: string,
    reason: RevocationReason,
    nowMs: number,
    expiresMs: number = nowMs + REVOCATION_TTL_MS,
  ): void {
    const dropped = this.#memory.revoke(room, id, reason, nowMs, expiresMs);
    const text = JSON.stringify({ reason, expiresMs });
    this.#noteRevocation(room, id, text);
    this.#write(room, {
      set: { [REVOCATION_PREFIX + id]: text },
      remove: [],
      keepMs: expiresMs - nowMs,
    });
    for (const key of dropped) this.#dropRevocation(key);
  }

  /** Why the tokens of a member are void, or null when they are not. */
  findRevocation(
    room: string,
    id: string,
    nowMs: number,
  ): RevocationReason | null {
    return this.#memory.findRevocation(room, id, nowMs);
  }

  #adoptRevocation(
    room: string,
    id: string,
    text: string,
    nowMs: number,
  ): void {
    const parsed = parseJson(revocation, text);
    if (parsed === null || parsed.expiresMs <= nowMs) {
      this.#write(room, { set: {}, remove: [REVOCATION_PREFIX + id] });
      return;
    }
    const row: StoredRevocation = { key: revocationKey(room, id), ...parsed };
    const dropped = this.#memory.restoreRevocation(row, nowMs);
    this.#noteRevocation(room, id, text);
    for (const key of dropped) this.#dropRevocation(key);
  }

  #noteRevocation(room: string, id: string, text: string): void {
    const ids = this.#revoked.get(room);
    if (ids) ids.set(id, text);
    else this.#revoked.set(room, new Map([[id, text]]));
  }

  #dropRevocation(key: string): void {
    const [room = "", id = ""] = key.split(" ");
    const ids = this.#revoked.get(room);
    if (ids?.delete(id) && ids.size === 0) this.#revoked.delete(room);
    this.#write(room, { set: {}, remove: [REVOCATION_PREFIX + id] });
  }

  #write(room: string, change: StoredChange): void {
    const lease = this.#effects.leaseOf(room);
    if (lease !== null) this.#effects.store(lease, change);
  }
}

/** Like a row of an earlier process: a room with members expires in a day. */
function toStoredRoom(
  room: string,
  saved: RoomRecord,
  nowMs: number,
): StoredRoom {
  const expiresMs = recordExpiry(saved) ?? nowMs + EMPTY_ROOM_TTL_MS;
  return { room, record: saved, expiresMs };
}

function parseJson<T>(
  schema: v.GenericSchema<unknown, T>,
  text: string,
): T | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const result = v.safeParse(schema, value);
  return result.success ? result.output : null;
}
