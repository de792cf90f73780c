/**
 * The user's own layout of the stage: pinned tile and hidden self view. Local
 * to this page.
 *
 * @module
 */
import { useState } from "preact/hooks";

/** Layout that the user selected. */
export interface PinState {
  /** Key of the tile to enlarge, or null. */
  readonly pinnedKey: string | null;
  readonly isSelfHidden: boolean;
}

/** Layout of a newly opened page. */
export const DEFAULT_PIN_STATE: PinState = {
  pinnedKey: null,
  isSelfHidden: false,
};

/** Pin of one tile. */
export interface PinToggle {
  readonly isPinned: boolean;
  readonly toggle: () => void;
}

/** The layout and its setters. */
export interface PinControl {
  readonly pinState: PinState;
  readonly pinToggleOf: (key: string) => PinToggle;
  readonly setSelfHidden: (isSelfHidden: boolean) => void;
}

/** Keeps the layout for as long as the call page is mounted. */
export function usePinControl(): PinControl {
  const [pinState, setPinState] = useState(DEFAULT_PIN_STATE);
  return {
    pinState,
    pinToggleOf: (key) => {
      const isPinned = pinState.pinnedKey === key;
      const pinnedKey = isPinned ? null : key;
      return {
        isPinned,
        toggle: () => setPinState({ ...pinState, pinnedKey }),
      };
    },
    setSelfHidden: (isSelfHidden) => setPinState({ ...pinState, isSelfHidden }),
  };
}
