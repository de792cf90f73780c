/**
 * Why the tile of a connected member has no picture.
 *
 * @module
 */
import type { RemoteMember } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";

/** Key of the reason; null with a picture, and where the connection is the reason. */
export function pictureNoteKeyOf(
  { info, status, hasVideoFormat }: Pick<
    RemoteMember,
    "info" | "status" | "hasVideoFormat"
  >,
  isSoundOnly = false,
): StringKey | null {
  if (status.kind !== "connected") return null;
  if (info.cameraInterrupted) return "cameraIsPaused";
  if (info.cameraOff) return "cameraIsOffShort";
  if (isSoundOnly) return "soundOnly";
  return hasVideoFormat ? null : "noCommonFormat";
}
