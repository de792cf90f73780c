/**
 * Pointer and pen over shared screens. The profile of the sharer says who may
 * use them; every page checks that for each message that it receives. Until a
 * sharer allows somebody, or somebody draws, only this file is loaded and nothing
 * is sent.
 *
 * @module
 */
import { asRecord } from "../json.ts";
import type { ChannelHandler } from "../peer/channel_multiplexer.ts";
import { Store } from "../store.ts";
import type { AnnotationPermission } from "./annotation_permission.ts";
import type { AnnotationSender } from "./annotation_sender.ts";
import type { AnnotationSession } from "./annotation_session.ts";
import { type AnnotationState, NO_ANNOTATIONS } from "./annotation_state.ts";
import type { AnnotationsOptions } from "./annotations_options.ts";

/** Longest message, in UTF-16 code units of its JSON. */
export const MAX_ANNOTATION_MESSAGE_CHARS = 1_024;
/** Most messages that wait for the session to load. */
const MAX_WAITING = 128;

/** Marks on the shared screens of one call. */
export class Annotations implements ChannelHandler {
  readonly maxChars = MAX_ANNOTATION_MESSAGE_CHARS;
  readonly store = new Store<AnnotationState>(NO_ANNOTATIONS);
  readonly #options: AnnotationsOptions;
  #session: AnnotationSession | null = null;
  #isLoading = false;
  #waiting: ((session: AnnotationSession) => void)[] = [];
  /** Ids of the members on whose screens we may draw. */
  readonly #allowedBy = new Set<string>();

  constructor(options: AnnotationsOptions) {
    this.#options = options;
  }

  onChannelOpen(): void {}

  receive(from: string, message: unknown): void {
    const screen = asRecord(message)?.screen;
    const { mayAnnotate } = this.#options;
    if (typeof screen !== "string" || !mayAnnotate(screen, from)) return;
    this.#run((session) => {
      // The permission may have ended while the board was loading.
      if (mayAnnotate(screen, from)) session.receive(from, message);
    });
  }

  /** Runs with the sender of our own marks, if we may annotate this screen. */
  annotate(screenId: string, run: (sender: AnnotationSender) => void): void {
    const { mayAnnotate, selfId } = this.#options;
    if (!mayAnnotate(screenId, selfId())) return;
    this.#run(({ sender }) => run(sender));
  }

  /** Changes who may draw on our own screen. */
  permit(run: (permission: AnnotationPermission) => void): void {
    this.#run(({ permission }) => run(permission));
  }

  /** Our share has ended: the next one begins without permissions. */
  onShareEnd(): void {
    if (this.#session || this.#isLoading) {
      this.permit((permission) => permission.setForAll(false));
    }
  }

  /**
   * Roster or permissions may have changed: reports what we may do, and removes
   * marks that may no longer be there.
   */
  update(): void {
    this.#reportPermissions();
    this.#session?.update();
  }

  /** Forgets a member; `hasLeft` is false while we are the one that leaves. */
  removePeer(id: string, hasLeft: boolean): void {
    this.#session?.removePeer(id, hasLeft);
    this.#allowedBy.delete(id);
  }

  #reportPermissions(): void {
    const { mayAnnotate, onPermission, peerIds, selfId } = this.#options;
    for (const id of peerIds()) {
      const isAllowed = mayAnnotate(id, selfId());
      if (isAllowed === this.#allowedBy.has(id)) continue;
      if (isAllowed) this.#allowedBy.add(id);
      else this.#allowedBy.delete(id);
      onPermission(id, isAllowed);
    }
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
      this.#session = new AnnotationSession({
        ...this.#options,
        state: this.store,
      });
    } catch {
      // The server did not deliver the file: the next mark tries again.
      this.#isLoading = false;
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    if (this.#session) { for (const task of waiting) task(this.#session); }
  }
}
