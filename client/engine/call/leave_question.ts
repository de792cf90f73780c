/**
 * Whether the browser asks before a page with a call is closed or reloaded.
 *
 * @module
 */
import type { CallState } from "./call_state.ts";

/** True while others are in the call, a file moves or a recording is not complete. */
export function shouldAskBeforeLeaving(
  { phase, remoteMembers, files, recording }: CallState,
): boolean {
  if (recording.phase !== "off") return true;
  if (phase !== "joined") return false;
  return remoteMembers.length > 0 ||
    files.some(({ transfers }) =>
      transfers.some(({ status }) =>
        status.kind === "moving" || status.kind === "checking"
      )
    );
}
