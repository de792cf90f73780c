/**
 * Selects the tiles of the stage, their order, and the enlarged one.
 *
 * @module
 */
import type { CallState } from "../../engine/call/call_state.ts";
import { DEFAULT_PIN_STATE, type PinState } from "./pin_state.ts";
import type { StageTiles } from "./stage_layout.ts";

/** Key of the self view. */
export const SELF_KEY = "self";

/** Key of a member's screen share; the key of the member's tile is its id. */
export function screenKeyOf(peerId: string): string {
  return `screen ${peerId}`;
}

/**
 * Screens first, then members in the order in which they joined, self view
 * last. The pinned tile is large, otherwise the latest remote screen; in a
 * call of two without a screen the self view is in the corner.
 */
export function selectStageTiles(
  { remoteMembers }: Pick<CallState, "remoteMembers">,
  { pinnedKey, isSelfHidden }: PinState = DEFAULT_PIN_STATE,
): StageTiles {
  const screens = remoteMembers.filter(({ info }) => info.sharing)
    .map(({ id }) => screenKeyOf(id));
  const others = [
    ...screens,
    ...remoteMembers.map(({ id }) => id),
  ];
  const self = isSelfHidden && others.length > 0 ? [] : [SELF_KEY];
  const isPair = others.length === 1 && remoteMembers.length === 1;
  if (isPair && pinnedKey !== SELF_KEY) {
    return { keys: others, largeKey: null, cornerKey: self[0] ?? null };
  }
  const keys = [...others, ...self];
  const isPinPresent = pinnedKey !== null && keys.includes(pinnedKey);
  const largeKey = isPinPresent ? pinnedKey : screens.at(-1) ?? null;
  return { keys, largeKey, cornerKey: null };
}

/** False while the user has hidden the self view. */
export function includesSelfView({ keys, cornerKey }: StageTiles): boolean {
  return cornerKey === SELF_KEY || keys.includes(SELF_KEY);
}
