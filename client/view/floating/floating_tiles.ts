/**
 * Tiles of the window above all others.
 *
 * @module
 */
import type { StageTiles } from "../stage/stage_layout.ts";
import { selectStageTiles, type StageState } from "../stage/stage_tiles.ts";

/** Most members that are shown in equal tiles. */
const MAX_EQUAL_MEMBERS = 4;

/** Those of the stage without the own screen; of many members the speaker is large. */
export function selectFloatingTiles(state: StageState): StageTiles {
  const isCrowd = state.remoteMembers.length > MAX_EQUAL_MEMBERS;
  return selectStageTiles({
    ...state,
    annotation: { ...state.annotation, ownScreen: null },
    stage: { ...state.stage, layout: isCrowd ? "speaker" : "auto" },
  });
}
