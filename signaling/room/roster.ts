/**
 * What someone who is not in a room hears of it: who is inside, and of a
 * locked room no more than how many.
 *
 * @module
 */
import type { MemberInfo } from "../protocol.ts";
import type { Room } from "./room.ts";

/** A member as a stranger sees it: no id, no address. */
export interface RosterEntry {
  /** Empty for one who gave no name. */
  readonly name: string;
}

/** One who is inside and not named. */
export const UNNAMED_ENTRY: RosterEntry = { name: "" };

/** Most members that are listed. */
export const MAX_LISTED_MEMBERS = 64;
/** Longest name that is listed, in UTF-16 code units. */
export const MAX_LISTED_NAME_LENGTH = 60;

/**
 * Who is inside, in the order in which they came.
 *
 * @param room Undefined for one that nobody is in, which is never refused: it
 * is not told whether a room was ever used.
 */
export function createPublicRoster(room: Room | undefined): RosterEntry[] {
  const entries: RosterEntry[] = [];
  for (const { info } of room?.seats ?? []) {
    if (entries.length === MAX_LISTED_MEMBERS) break;
    entries.push(
      room?.control.isLocked ? UNNAMED_ENTRY : createRosterEntry(info),
    );
  }
  return entries;
}

/** `info` is what the member sent: anything may be in it. */
function createRosterEntry({ name }: MemberInfo): RosterEntry {
  if (typeof name !== "string") return UNNAMED_ENTRY;
  const clean = name.slice(0, 4 * MAX_LISTED_NAME_LENGTH).normalize("NFC")
    .replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, " ").replace(/\s+/g, " ");
  return { name: clean.trim().slice(0, MAX_LISTED_NAME_LENGTH).trimEnd() };
}
