/**
 * Colours of the members, for their initials: no two members of a call have
 * the same one.
 *
 * @module
 */
import { createContext } from "preact";
import { useContext, useMemo, useRef } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";

/** Number of `.hue-N` classes in `avatar.css`. */
export const HUE_COUNT = 8;

const NO_HUES: ReadonlyMap<string, number> = new Map();

/** Provided around the pages of a room. */
export const MemberHuesContext = createContext(NO_HUES);

/** Colours for the members present; a member keeps its colour while it stays. */
export function useMemberHues(
  { remoteMembers, room }: Pick<CallState, "remoteMembers" | "room">,
): ReadonlyMap<string, number> {
  const hues = useRef(NO_HUES);
  // On joining, the others were there before ourselves.
  const ids = [...remoteMembers.map(({ id }) => id), room.selfId];
  return useMemo(
    () => hues.current = assignHues(ids, hues.current),
    [ids.join(" ")],
  );
}

/** CSS class of a member's colour. */
export function useHueClass(id: string): string {
  return `hue-${useContext(MemberHuesContext).get(id) ?? 0}`;
}

/**
 * Colours of the members by id. Each id has a preferred colour; when another
 * member has it already, the next free one is taken. Members that stay keep
 * their colour. Pages that saw the same members join in the same order agree.
 *
 * @param ids Members present, in the order in which they joined.
 */
export function assignHues(
  ids: readonly string[],
  before: ReadonlyMap<string, number> = new Map(),
): ReadonlyMap<string, number> {
  const hues = new Map<string, number>();
  for (const id of ids) {
    const hue = before.get(id);
    if (hue !== undefined) hues.set(id, hue);
  }
  for (const id of ids) {
    if (hues.has(id)) continue;
    const taken = new Set(hues.values());
    let hue = preferredHueOf(id);
    for (let i = 1; i < HUE_COUNT && taken.has(hue); i++) {
      hue = (hue + 1) % HUE_COUNT;
    }
    hues.set(id, hue);
  }
  return hues;
}

function preferredHueOf(id: string): number {
  let sum = 0;
  for (let i = 0; i < id.length; i++) sum = (sum * 31 + id.charCodeAt(i)) >>> 0;
  return sum % HUE_COUNT;
}
