/**
 * Which tiles the stage has, in which order, and which of them is large.
 *
 * @module
 */
import type { CallState } from "../engine/call_state.ts";
import type { Arrangement } from "./arrangement.ts";

/** Key of the self view. */
export const SELF = "self";
/** Key of the own screen. */
export const OWN_SCREEN = "own screen";

/** Key of a member's screen; the member's own tile goes by its id. */
export function screenKey(peerId: string): string {
  return `screen ${peerId}`;
}

/**
 * Screens first, then people in the order in which they were met, oneself
 * last. The screen of another is large; two people without a screen have the
 * self view in the corner.
 */
export function arrangementOf(
  { participants, screen }: Pick<CallState, "participants" | "screen">,
): Arrangement {
  const screens = participants.filter(({ info }) => info.sharing)
    .map(({ id }) => screenKey(id));
  const keys = [
    ...screens,
    ...(screen.isSharing ? [OWN_SCREEN] : []),
    ...participants.map(({ id }) => id),
  ];
  if (keys.length === 1 && participants.length === 1) {
    return { keys, large: null, corner: SELF };
  }
  return { keys: [...keys, SELF], large: screens.at(-1) ?? null, corner: null };
}
