/**
 * What each step of `/learn` is given.
 *
 * @module
 */
import type { LearnState } from "../../engine/learn/learn_state.ts";
import type { TraceEvent } from "../../engine/trace/trace_event.ts";
import type { LearnActions } from "./learn_actions.ts";

/** Props of a step. */
export interface StepProps {
  readonly state: LearnState;
  readonly events: readonly TraceEvent[];
  readonly actions: LearnActions;
}
