/**
 * Board and sender of one call, loaded together with the first mark.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { StateSlice } from "../store.ts";
import { AnnotationBoard } from "./annotation_board.ts";
import { writeAnnotation } from "./annotation_messages.ts";
import { AnnotationSender } from "./annotation_sender.ts";
import type { AnnotationState } from "./annotation_state.ts";

/** Dependencies of {@linkcode AnnotationSession}. */
export interface AnnotationSessionOptions {
  readonly clock: Clock;
  readonly state: StateSlice<AnnotationState>;
  readonly selfId: () => string;
  /** Sends a message to all members, if we may annotate this screen. */
  readonly broadcast: (
    screenId: string,
    message: { readonly kind: string },
  ) => void;
}

/** What is needed once somebody annotates. */
export class AnnotationSession {
  readonly board: AnnotationBoard;
  readonly sender: AnnotationSender;

  constructor({ clock, state, selfId, broadcast }: AnnotationSessionOptions) {
    this.board = new AnnotationBoard({ clock, state });
    this.sender = new AnnotationSender({
      clock,
      show: (message) => this.board.apply(selfId(), message),
      send: (message) => broadcast(message.screen, writeAnnotation(message)),
    });
  }
}
