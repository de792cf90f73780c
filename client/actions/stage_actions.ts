/**
 * Actions about the stage; the layout is saved as a preference.
 *
 * @module
 */
import type { CallState } from "../engine/call/call_state.ts";
import { parseStageLayout } from "../engine/call/stage_choice.ts";
import { selectSlice, type Store } from "../engine/store.ts";
import type { StageActions } from "../view/context/stage_actions.ts";
import type { Preferences } from "../view/context/preferences.ts";

/** Uses the saved layout. */
export function startStage(
  store: Store<CallState>,
  preferences: Preferences,
): void {
  const layout = parseStageLayout(preferences.get("layout"));
  selectSlice(store, "stage").set({ layout });
}

/** Stage actions of one call. */
export function createStageActions(
  store: Store<CallState>,
  preferences: Preferences,
): StageActions {
  const stage = selectSlice(store, "stage");
  return {
    setStage: (part) => {
      stage.set(part);
      if (part.layout) preferences.set("layout", part.layout);
    },
  };
}
