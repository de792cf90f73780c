/**
 * Selects the tiles of the stage, their order, and the enlarged one.
 *
 * @module
 */
import type { CallState } from "../../engine/call/call_state.ts";
import type { StageTiles } from "./stage_layout.ts";

/** Key of the self view. */
export const SELF_KEY = "self";

/** Key of the own screen, which has a tile while the others may draw on it. */
export const OWN_SCREEN_KEY = "own screen";

/** Key of a member's screen share; the key of the member's tile is its id. */
export function screenKeyOf(peerId: string): string {
  return `screen ${peerId}`;
}

/** State that decides about the tiles. */
export type StageState = Pick<
  CallState,
  "remoteMembers" | "annotation" | "featuredSpeaker" | "stage"
>;

/**
 * Screens first, then members in the order in which they joined, self view
 * last. The pinned tile is large, otherwise the latest remote screen except in
 * a grid, otherwise in the layout for it the featured speaker. In a call of two
 * without a screen the self view is in the corner, except in a grid and side by
 * side.
 */
export function selectStageTiles(state: StageState): StageTiles {
  const {
    remoteMembers,
    annotation,
    stage: { layout, pinnedKey, isSelfHidden },
  } = state;
  const screens = remoteMembers.filter(({ info }) => info.sharing)
    .map(({ id }) => screenKeyOf(id));
  const others = [
    ...screens,
    ...(annotation.ownScreen ? [OWN_SCREEN_KEY] : []),
    ...remoteMembers.map(({ id }) => id),
  ];
  const isSideBySide = layout === "side";
  const self = isSelfHidden && others.length > 0 ? [] : [SELF_KEY];
  const isPair = others.length === 1 && remoteMembers.length === 1;
  const hasCorner = isPair && pinnedKey !== SELF_KEY && layout !== "grid" &&
    !isSideBySide;
  if (hasCorner) {
    const cornerKey = self[0] ?? null;
    return { keys: others, largeKey: null, cornerKey, isSideBySide };
  }
  const keys = [...others, ...self];
  const isPinPresent = pinnedKey !== null && keys.includes(pinnedKey);
  const largeKey = isPinPresent ? pinnedKey : largeKeyOf(state, screens);
  return { keys, largeKey, cornerKey: null, isSideBySide };
}

/** Tile that the layout enlarges, or null for equal tiles. */
function largeKeyOf(
  { remoteMembers, featuredSpeaker, stage: { layout } }: StageState,
  screens: readonly string[],
): string | null {
  if (layout === "grid") return null;
  const screen = screens.at(-1) ?? null;
  if (screen !== null || layout !== "speaker") return screen;
  const ids = remoteMembers.map(({ id }) => id);
  return ids.find((id) => id === featuredSpeaker) ?? ids[0] ?? null;
}

/** False while the user has hidden the self view. */
export function includesSelfView({ keys, cornerKey }: StageTiles): boolean {
  return cornerKey === SELF_KEY || keys.includes(SELF_KEY);
}
