/**
 * How the own camera is shown to oneself; the others always see it unmirrored.
 *
 * @module
 */
import type { CallState } from "../../engine/call/call_state.ts";

/** True for a front camera, unless the user wants to see what the others see. */
export function isSelfViewMirrored(
  { media, devices }: Pick<CallState, "media" | "devices">,
): boolean {
  return media.facing === "user" && devices.isSelfMirrored;
}
