/**
 * Input of the panels beside the stage.
 *
 * @module
 */
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "./actions.ts";

/** Unsent chat message. */
export interface ChatDraft {
  readonly text: string;
  /** The only member that will get it; null for everyone. */
  readonly to: { readonly id: string; readonly name: string } | null;
  /** `id` of the line that it replies to, or null. */
  readonly replyTo: string | null;
}

/** Draft of a newly opened page. */
export const EMPTY_DRAFT: ChatDraft = { text: "", to: null, replyTo: null };

/** Props of every panel; the side panel passes them on from the call page. */
export interface PanelProps {
  readonly state: CallState;
  readonly actions: Actions;
  /** Unsent chat message; survives closing the chat. */
  readonly draft: { current: ChatDraft };
}
