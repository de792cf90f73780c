/**
 * Says that the server is out of reach, and that it is back. A short loss is
 * not worth a word, and who is offline knows why.
 *
 * @module
 */
import type { CallState } from "../call/call_state.ts";
import type { Clock } from "../clock.ts";
import type { Notices } from "../call/notices.ts";
import type { Store } from "../store.ts";

/** How long the server may be away before the person is told. */
export const LOST_AFTER_MS = 2_000;

/** Follows the link to the server. */
export class LossNotice {
  readonly #store: Store<CallState>;
  readonly #clock: Clock;
  readonly #notices: Notices;
  #cancel = () => {};
  #isTold = false;

  constructor(store: Store<CallState>, clock: Clock, notices: Notices) {
    this.#store = store;
    this.#clock = clock;
    this.#notices = notices;
  }

  /** The link is lost. */
  begin(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(LOST_AFTER_MS, () => {
      if (this.#store.get().isOffline) return;
      this.#isTold = true;
      this.#notices.post("signaling-lost");
    });
  }

  /** The link is back. */
  end(): void {
    this.#cancel();
    if (this.#isTold) this.#notices.post("signaling-back");
    this.#isTold = false;
  }

  /** The call is over: nothing more is said. */
  stop(): void {
    this.#cancel();
    this.#isTold = false;
  }
}
