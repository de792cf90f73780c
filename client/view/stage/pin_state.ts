/**
 * What the person wants to see of the stage; nobody else is told.
 *
 * @module
 */
import { useState } from "preact/hooks";
import type { Pin } from "./tile_tools.tsx";

/** What is wanted. */
export interface StageChoice {
  /** Key of the tile that is to be large, or null. */
  readonly pinned: string | null;
  readonly isSelfHidden: boolean;
}

/** The choice of a page that has just been opened. */
export const NO_CHOICE: StageChoice = { pinned: null, isSelfHidden: false };

/** The choice and the ways to change it. */
export interface StageControl {
  readonly choice: StageChoice;
  readonly pinOf: (key: string) => Pin;
  readonly hideSelf: (isSelfHidden: boolean) => void;
}

/** Keeps the choice for as long as the call is on the page. */
export function useStageChoice(): StageControl {
  const [choice, setChoice] = useState(NO_CHOICE);
  return {
    choice,
    pinOf: (key) => {
      const isPinned = choice.pinned === key;
      const pinned = isPinned ? null : key;
      return { isPinned, toggle: () => setChoice({ ...choice, pinned }) };
    },
    hideSelf: (isSelfHidden) => setChoice({ ...choice, isSelfHidden }),
  };
}
