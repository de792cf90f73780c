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
export const SIGNALING_LOSS_NOTICE_MS = 2_000;

/** Follows the link to the server. */
export class SignalingLossNotice {
  readonly #store: Store<CallState>;
  readonly #clock: Clock;
  readonly #notices: Notices;
  #cancel = () => {};
  #isShown = false;

  constructor(store: Store<CallState>, clock: Clock, notices: Notices) {
    this.#store = store;
    this.#clock = clock;
    this.#notices = notices;
  }

  /** The link is lost. */
  onLost(): void {
    this.#cancel();
    this.#cancel = this.#clock.after(SIGNALING_LOSS_NOTICE_MS, () => {
      if (this.#store.get().isOffline) return;
      this.#isShown = true;
      this.#notices.post("signaling-lost");
    });
  }

  /** The link is back. */
  onRestored(): void {
    this.#cancel();
    if (this.#isShown) this.#notices.post("signaling-back");
    this.#isShown = false;
  }

  /** The call is over: nothing more is said. */
  stop(): void {
    this.#cancel();
    this.#isShown = false;
  }
}
