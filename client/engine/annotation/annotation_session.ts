/**
 * Board, sender and permission of one call, loaded together when the first of
 * them is used.
 *
 * @module
 */
import type { StateSlice } from "../store.ts";
import { AnnotationBoard } from "./annotation_board.ts";
import { writeAnnotation } from "./annotation_messages.ts";
import { AnnotationPermission } from "./annotation_permission.ts";
import { AnnotationSender } from "./annotation_sender.ts";
import type { AnnotationState } from "./annotation_state.ts";
import type { AnnotationsOptions } from "./annotations_options.ts";

/** Time after which a member that points again is announced again. */
export const ANNOTATOR_MS = 60_000;

/** Dependencies of {@linkcode AnnotationSession}. */
export interface AnnotationSessionOptions extends AnnotationsOptions {
  readonly state: StateSlice<AnnotationState>;
}

/** What is needed once somebody may annotate. */
export class AnnotationSession {
  readonly board: AnnotationBoard;
  readonly sender: AnnotationSender;
  readonly permission: AnnotationPermission;
  readonly #options: AnnotationSessionOptions;

  constructor(options: AnnotationSessionOptions) {
    const { clock, state, selfId, peerIds, mayAnnotate, send } = options;
    this.#options = options;
    this.board = new AnnotationBoard({ clock, state });
    this.permission = new AnnotationPermission(options);
    this.sender = new AnnotationSender({
      clock,
      show: (message) => this.board.apply(selfId(), message),
      send: (message) => {
        if (!mayAnnotate(message.screen, selfId())) return;
        const sent = writeAnnotation(message);
        for (const id of peerIds()) send(id, sent);
      },
    });
  }

  /** Handles a message of a member that may draw on the screen. */
  receive(from: string, message: unknown): void {
    this.board.receive(from, message);
    const { marks } = this.#options.state.get();
    if (marks.some(({ by }) => by === from)) this.#reportAnnotator(from);
  }

  /** Roster or permissions may have changed. */
  update(): void {
    this.permission.update();
    this.#prune();
  }

  /** Forgets a member; see `Annotations.removePeer`. */
  removePeer(id: string, hasLeft: boolean): void {
    this.board.removePeer(id);
    if (hasLeft) this.permission.removePeer(id);
  }

  /** Removes marks that may no longer be there. */
  #prune(): void {
    const { mayAnnotate, peerIds, selfId, summary } = this.#options;
    const { annotators } = summary.get();
    const members = new Set([selfId(), ...peerIds()]);
    this.board.remove(({ by, screenId }) =>
      !members.has(by) || !mayAnnotate(screenId, by)
    );
    const present = annotators.filter((id) => members.has(id));
    if (present.length < annotators.length) {
      summary.set({ annotators: present });
    }
  }

  #reportAnnotator(id: string): void {
    const { clock, summary } = this.#options;
    const { annotators } = summary.get();
    if (annotators.includes(id)) return;
    summary.set({ annotators: [...annotators, id] });
    clock.after(ANNOTATOR_MS, () => {
      const { annotators } = summary.get();
      summary.set({ annotators: annotators.filter((other) => other !== id) });
    });
  }
}
