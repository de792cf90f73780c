/**
 * Which tiles the stage has, in which order, and which of them is large.
 *
 * @module
 */
import type { CallState } from "../../engine/call/call_state.ts";
import type { Arrangement } from "./stage_layout.ts";
import { NO_CHOICE, type StageChoice } from "./pin_state.ts";

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
 * last. What is pinned is large, or else the screen of another; two people
 * without a screen have the self view in the corner.
 */
export function arrangementOf(
  { participants, screen }: Pick<CallState, "participants" | "screen">,
  { pinned, isSelfHidden }: StageChoice = NO_CHOICE,
): Arrangement {
  const screens = participants.filter(({ info }) => info.sharing)
    .map(({ id }) => screenKey(id));
  const keys = [
    ...screens,
    ...(screen.isSharing ? [OWN_SCREEN] : []),
    ...participants.map(({ id }) => id),
  ];
  const self = isSelfHidden && keys.length > 0 ? [] : [SELF];
  const isPair = keys.length === 1 && participants.length === 1;
  if (isPair && pinned !== SELF) {
    return { keys, large: null, corner: self[0] ?? null };
  }
  const all = [...keys, ...self];
  const isThere = pinned !== null && all.includes(pinned);
  const large = isThere ? pinned : screens.at(-1) ?? null;
  return { keys: all, large, corner: null };
}
