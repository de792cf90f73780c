/**
 * Which tiles the stage has, in which order, and which of them is large.
 *
 * @module
 */
import type { CallState } from "../../engine/call/call_state.ts";
import type { StageTiles } from "./stage_layout.ts";
import { DEFAULT_PIN_STATE, type PinState } from "./pin_state.ts";

/** Key of the self view. */
export const SELF_KEY = "self";
/** Key of the own screen. */
export const OWN_SCREEN_KEY = "own screen";

/** Key of a member's screen; the member's own tile goes by its id. */
export function screenKeyOf(peerId: string): string {
  return `screen ${peerId}`;
}

/**
 * Screens first, then people in the order in which they were met, oneself
 * last. What is pinned is large, or else the screen of another; two people
 * without a screen have the self view in the corner.
 */
export function selectStageTiles(
  { remoteMembers, screen }: Pick<CallState, "remoteMembers" | "screen">,
  { pinnedKey, isSelfHidden }: PinState = DEFAULT_PIN_STATE,
): StageTiles {
  const screens = remoteMembers.filter(({ info }) => info.sharing)
    .map(({ id }) => screenKeyOf(id));
  const keys = [
    ...screens,
    ...(screen.isSharing ? [OWN_SCREEN_KEY] : []),
    ...remoteMembers.map(({ id }) => id),
  ];
  const self = isSelfHidden && keys.length > 0 ? [] : [SELF_KEY];
  const isPair = keys.length === 1 && remoteMembers.length === 1;
  if (isPair && pinnedKey !== SELF_KEY) {
    return { keys, largeKey: null, cornerKey: self[0] ?? null };
  }
  const all = [...keys, ...self];
  const isThere = pinnedKey !== null && all.includes(pinnedKey);
  const large = isThere ? pinnedKey : screens.at(-1) ?? null;
  return { keys: all, largeKey: large, cornerKey: null };
}
