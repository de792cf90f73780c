/**
 * The public view of a room for people outside it: names, or for a locked
 * room only the number of members.
 *
 * @module
 */
import { cleanDisplayName } from "../display_name.ts";
import type { MemberInfo } from "../protocol.ts";
import type { Room } from "./room.ts";

/** A member as people outside the room see it: no id, no address. */
export interface RosterEntry {
  /** Empty for a member without a name. */
  readonly name: string;
}

/** A room as people outside it see it. */
export interface PublicRoster {
  /** Name as its first member wrote it; null when nobody is listed. */
  readonly room: string | null;
  /** Its members. */
  readonly members: readonly RosterEntry[];
}

/** A member without a name, or of a locked room. */
export const UNNAMED_ENTRY: RosterEntry = { name: "" };

/** Most members that are listed. */
export const MAX_LISTED_MEMBERS = 64;

/**
 * Connected members of a room in the order in which they joined.
 *
 * @param room Undefined for a room without members. The answer does not reveal
 * whether it was ever used.
 */
export function createPublicRoster(room: Room | undefined): PublicRoster {
  const entries: RosterEntry[] = [];
  for (const { info, lostAtMs } of room?.seats ?? []) {
    if (lostAtMs !== null) continue;
    if (entries.length === MAX_LISTED_MEMBERS) break;
    entries.push(
      room?.control.isLocked ? UNNAMED_ENTRY : createRosterEntry(info),
    );
  }
  const name = entries.length > 0 ? room?.name : undefined;
  return { room: name ?? null, members: entries };
}

/** Reads the name from `info`, which may hold anything. */
function createRosterEntry({ name }: MemberInfo): RosterEntry {
  if (typeof name !== "string") return UNNAMED_ENTRY;
  return { name: cleanDisplayName(name) };
}
