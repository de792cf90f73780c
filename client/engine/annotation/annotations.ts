/**
 * Pointer and pen over shared screens. The sharer allows them in its profile;
 * every page checks that for each message that it receives. Until somebody
 * points or draws, only this file is loaded and nothing is sent.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import { asRecord } from "../json.ts";
import type {
  ChannelHandler,
  SendChannelMessage,
} from "../peer/channel_multiplexer.ts";
import { type StateSlice, Store } from "../store.ts";
import type { AnnotationSender } from "./annotation_sender.ts";
import type { AnnotationSession } from "./annotation_session.ts";
import {
  type AnnotationState,
  type AnnotationSummary,
  NO_ANNOTATIONS,
  type ScreenMark,
} from "./annotation_state.ts";

/** Longest message, in UTF-16 code units of its JSON. */
export const MAX_ANNOTATION_MESSAGE_CHARS = 1_024;
/** Time after which a member that points again is announced again. */
export const ANNOTATOR_MS = 60_000;
/** Most messages that wait for the board to load. */
const MAX_WAITING = 128;

/** Dependencies of {@linkcode Annotations}. */
export interface AnnotationsOptions {
  readonly clock: Clock;
  readonly summary: StateSlice<AnnotationSummary>;
  readonly selfId: () => string;
  readonly peerIds: () => readonly string[];
  /** True while this member shares its screen and lets the others draw. */
  readonly isAnnotatable: (screenId: string) => boolean;
  readonly send: SendChannelMessage;
}

/** Marks on the shared screens of one call. */
export class Annotations implements ChannelHandler {
  readonly maxChars = MAX_ANNOTATION_MESSAGE_CHARS;
  readonly store = new Store<AnnotationState>(NO_ANNOTATIONS);
  readonly #options: AnnotationsOptions;
  #session: AnnotationSession | null = null;
  #isLoading = false;
  #waiting: ((session: AnnotationSession) => void)[] = [];

  constructor(options: AnnotationsOptions) {
    this.#options = options;
  }

  onChannelOpen(): void {}

  receive(from: string, message: unknown): void {
    const screen = asRecord(message)?.screen;
    const { isAnnotatable } = this.#options;
    if (typeof screen !== "string" || !isAnnotatable(screen)) return;
    this.#run(({ board }) => {
      // The permission may have ended while the board was loading.
      if (!isAnnotatable(screen)) return;
      board.receive(from, message);
      if (this.store.get().marks.some(({ by }) => by === from)) {
        this.#reportAnnotator(from);
      }
    });
  }

  /** Runs with the sender of our own marks, if we may annotate this screen. */
  annotate(screenId: string, run: (sender: AnnotationSender) => void): void {
    if (!this.#options.isAnnotatable(screenId)) return;
    this.#run(({ sender }) => run(sender));
  }

  /** Roster or permissions changed: removes marks that may no longer be there. */
  prune(): void {
    const { isAnnotatable, peerIds, selfId } = this.#options;
    const { annotators } = this.#options.summary.get();
    if (!this.#session) return;
    const members = new Set([selfId(), ...peerIds()]);
    this.#session.board.remove(({ by, screenId }: ScreenMark) =>
      !members.has(by) || !isAnnotatable(screenId)
    );
    const present = annotators.filter((id) => members.has(id));
    if (present.length < annotators.length) {
      this.#options.summary.set({ annotators: present });
    }
  }

  /** Forgets a member that left. */
  removePeer(id: string): void {
    this.#session?.board.removePeer(id);
  }

  #run(task: (session: AnnotationSession) => void): void {
    if (this.#session) return task(this.#session);
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(task);
    if (!this.#isLoading) void this.#load();
  }

  async #load(): Promise<void> {
    this.#isLoading = true;
    try {
      const { AnnotationSession } = await import("./annotation_session.ts");
      this.#session = this.#createSession(AnnotationSession);
    } catch {
      // The server did not deliver the file: the next mark tries again.
      this.#isLoading = false;
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    if (this.#session) { for (const task of waiting) task(this.#session); }
  }

  #createSession(Session: typeof AnnotationSession): AnnotationSession {
    const { clock, selfId, peerIds, isAnnotatable, send } = this.#options;
    return new Session({
      clock,
      state: this.store,
      selfId,
      broadcast: (screenId, message) => {
        if (!isAnnotatable(screenId)) return;
        for (const id of peerIds()) send(id, message);
      },
    });
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
