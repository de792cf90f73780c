/**
 * Controls of the user's own view of the stage, for the tiles.
 *
 * @module
 */
import type { StageChoice } from "../../engine/call/stage_choice.ts";
import type { StageActions } from "../context/stage_actions.ts";

/** Pin of one tile. */
export interface PinToggle {
  readonly isPinned: boolean;
  readonly toggle: () => void;
}

/** Pins of all tiles, and the switch of the self view. */
export interface PinControl {
  readonly pinToggleOf: (key: string) => PinToggle;
  readonly setSelfHidden: (isSelfHidden: boolean) => void;
}

/** Controls for the current view. */
export function createPinControl(
  { pinnedKey }: StageChoice,
  setStage: StageActions["setStage"],
): PinControl {
  return {
    pinToggleOf: (key) => {
      const isPinned = pinnedKey === key;
      return {
        isPinned,
        toggle: () => setStage({ pinnedKey: isPinned ? null : key }),
      };
    },
    setSelfHidden: (isSelfHidden) => setStage({ isSelfHidden }),
  };
}
