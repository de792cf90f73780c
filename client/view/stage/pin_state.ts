/**
 * What the person wants to see of the stage; nobody else is told.
 *
 * @module
 */
import { useState } from "preact/hooks";
import type { PinToggle } from "./tile_tools.tsx";

/** What is wanted. */
export interface PinState {
  /** Key of the tile that is to be large, or null. */
  readonly pinnedKey: string | null;
  readonly isSelfHidden: boolean;
}

/** The choice of a page that has just been opened. */
export const DEFAULT_PIN_STATE: PinState = {
  pinnedKey: null,
  isSelfHidden: false,
};

/** The choice and the ways to change it. */
export interface PinControl {
  readonly pinState: PinState;
  readonly pinToggleOf: (key: string) => PinToggle;
  readonly setSelfHidden: (isSelfHidden: boolean) => void;
}

/** Keeps the choice for as long as the call is on the page. */
export function usePinControl(): PinControl {
  const [choice, setChoice] = useState(DEFAULT_PIN_STATE);
  return {
    pinState: choice,
    pinToggleOf: (key) => {
      const isPinned = choice.pinnedKey === key;
      const pinned = isPinned ? null : key;
      return {
        isPinned,
        toggle: () => setChoice({ ...choice, pinnedKey: pinned }),
      };
    },
    setSelfHidden: (isSelfHidden) => setChoice({ ...choice, isSelfHidden }),
  };
}
