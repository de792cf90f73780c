/**
 * Notices that the server cannot be reached, and that it is back. There is
 * none for a short loss, nor while the device is offline.
 *
 * @module
 */
import type { Clock } from "../clock.ts";

/** Kinds of notices about signaling. */
export type SignalingNotice = "signaling-lost" | "signaling-back";

/** Dependencies of {@linkcode SignalingLossNotice}. */
export interface SignalingLossNoticeOptions {
  readonly clock: Clock;
  /** True while the browser reports that it has no network. */
  readonly isOffline: () => boolean;
  readonly notify: (notice: SignalingNotice) => void;
}

/** How long the connection must be lost before the notice. */
export const SIGNALING_LOSS_NOTICE_MS = 2_000;

/** Notices of one call. */
export class SignalingLossNotice {
  readonly #options: SignalingLossNoticeOptions;
  #cancel = () => {};
  #isShown = false;

  constructor(options: SignalingLossNoticeOptions) {
    this.#options = options;
  }

  /** The connection to the server is lost. */
  onLost(): void {
    const { clock, isOffline, notify } = this.#options;
    this.#cancel();
    this.#cancel = clock.after(SIGNALING_LOSS_NOTICE_MS, () => {
      if (isOffline()) return;
      this.#isShown = true;
      notify("signaling-lost");
    });
  }

  /** The connection to the server is back. */
  onRestored(): void {
    this.#cancel();
    if (this.#isShown) this.#options.notify("signaling-back");
    this.#isShown = false;
  }

  /** The call is over: no notice follows. */
  stop(): void {
    this.#cancel();
    this.#isShown = false;
  }
}
