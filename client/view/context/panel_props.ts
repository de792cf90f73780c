/**
 * Input of the panels beside the stage.
 *
 * @module
 */
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "./actions.ts";

/** Props of every panel; the side panel passes them on from the call page. */
export interface PanelProps {
  readonly state: CallState;
  readonly actions: Actions;
  /** Unsent chat message; survives closing the chat. */
  readonly draft: { current: string };
}
