/**
 * Short lines about what happened, each shown for some seconds.
 *
 * @module
 */
import type { CallState, Notice, NoticeKind } from "./call_state.ts";
import type { Clock } from "../clock.ts";
import type { Store } from "../store.ts";

/** How long a notice stays. */
export const NOTICE_MS = 5_000;
/** Most notices at a time; the oldest goes first. */
export const MAX_NOTICES = 3;

/** Posts notices into the state and takes them out again. */
export class Notices {
  readonly #store: Store<CallState>;
  readonly #clock: Clock;
  #nextId = 1;

  constructor(store: Store<CallState>, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Shows a line about `name`, or about nobody. */
  post(kind: NoticeKind, name = ""): void {
    const notice: Notice = { id: this.#nextId++, kind, name };
    const notices = [...this.#store.get().notices, notice];
    this.#store.set({ notices: notices.slice(-MAX_NOTICES) });
    this.#clock.after(NOTICE_MS, () => this.dismiss(notice.id));
  }

  /** Takes one out before its time. */
  dismiss(id: number): void {
    const { notices } = this.#store.get();
    this.#store.set({ notices: notices.filter((n) => n.id !== id) });
  }
}
