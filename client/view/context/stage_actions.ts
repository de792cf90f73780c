/**
 * User actions for the stage.
 *
 * @module
 */
import type { StageChoice } from "../../engine/call/stage_choice.ts";

/** Actions for the layout of the stage. */
export interface StageActions {
  /** Changes the given parts; a layout is saved for the next call. */
  setStage(part: Partial<StageChoice>): void;
}
