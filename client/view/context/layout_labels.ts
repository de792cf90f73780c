/**
 * Names of the layouts of the stage.
 *
 * @module
 */
import type { StageLayout } from "../../engine/call/stage_choice.ts";
import type { StringKey } from "../../strings/en.ts";

/** Key of the name of each layout. */
export const LAYOUT_LABELS = {
  auto: "layoutAuto",
  grid: "layoutGrid",
  speaker: "layoutSpeaker",
  side: "layoutSide",
} as const satisfies Readonly<Record<StageLayout, StringKey>>;
