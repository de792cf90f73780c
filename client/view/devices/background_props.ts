/**
 * Input of the background settings.
 *
 * @module
 */
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";

/** Input of the section and its content. */
export interface BackgroundProps {
  readonly state: CallState;
  readonly actions: Actions;
  /** True where the camera is not beside it. */
  readonly hasPreview?: boolean;
}
