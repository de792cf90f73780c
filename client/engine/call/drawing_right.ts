/**
 * Who may draw on whose screen, as the profiles say.
 *
 * @module
 */
import type { CallState } from "./call_state.ts";

/** True while a member shares its screen and lets `by` draw on it. */
export function mayAnnotate(
  { room, self, remoteMembers }: Pick<
    CallState,
    "room" | "self" | "remoteMembers"
  >,
  screenId: string,
  by: string,
): boolean {
  const info = screenId === room.selfId
    ? self
    : remoteMembers.find(({ id }) => id === screenId)?.info;
  return info !== undefined && info.sharing &&
    (info.annotatable || info.annotatableBy.includes(by));
}
