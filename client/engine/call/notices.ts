/**
 * Notices: short lines about events of the call, each shown for some seconds.
 *
 * @module
 */
import type { Clock } from "../clock.ts";
import type { FileNotice } from "../files/file_transfers.ts";
import type { MediaNotice } from "../media/media_state.ts";
import type { ProcessingNotice } from "../media/processing/processing_state.ts";
import type { SignalingNotice } from "../signaling/signaling_loss_notice.ts";
import type { StateSlice } from "../store.ts";
import type { RecordingNotice } from "./recording_state.ts";

/** A notice that is shown. */
export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  /** Name of the member or device that it is about, or empty. */
  readonly name: string;
}

/** Kind of a notice; the views have its text. */
export type NoticeKind =
  | "joined"
  | "left"
  | "lost"
  | "kicked"
  | "offline"
  | "online"
  | "link-copied"
  | "link-not-copied"
  | "screen-failed"
  | "screen-silent"
  /** We may draw on the screen of a member from now on, or no longer. */
  | "drawing-allowed"
  | "drawing-ended"
  | "muted-by"
  | "muted-speech"
  | "muted-speech-key"
  | "hand-raised"
  | "hand-lowered"
  | "room-locked"
  | "room-unlocked"
  | "now-host"
  | "nobody-fits"
  | "beyond-capacity"
  /** Something in the name of a member had no valid proof. */
  | "forged"
  /** A member that was verified has another certificate. */
  | "code-requested"
  | "verification-lost"
  /** The server has other code than at the last visit. */
  | "code-changed"
  | MediaNotice
  | ProcessingNotice
  | SignalingNotice
  | FileNotice
  | RecordingNotice;

/** State of the notices. */
export interface NoticesState {
  readonly notices: readonly Notice[];
}

/** How long a notice is shown. */
export const NOTICE_MS = 5_000;
/** Most notices at a time; the oldest is removed first. */
export const MAX_NOTICES = 3;

/** Notices of one call. */
export class Notices {
  readonly #state: StateSlice<NoticesState>;
  readonly #clock: Clock;
  #nextId = 1;

  constructor(state: StateSlice<NoticesState>, clock: Clock) {
    this.#state = state;
    this.#clock = clock;
  }

  /** Shows a notice about `name`, or without a name. */
  post(kind: NoticeKind, name = ""): void {
    const notice: Notice = { id: this.#nextId++, kind, name };
    const notices = [...this.#state.get().notices, notice];
    this.#state.set({ notices: notices.slice(-MAX_NOTICES) });
    this.#clock.after(NOTICE_MS, () => this.dismiss(notice.id));
  }

  /** Removes a notice before its time. */
  dismiss(id: number): void {
    const { notices } = this.#state.get();
    this.#state.set({ notices: notices.filter((n) => n.id !== id) });
  }
}
