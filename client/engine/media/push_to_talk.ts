/**
 * Push to talk: muted except while a key or button is held. It never mutes a
 * person who unmuted with the microphone button.
 *
 * @module
 */
import type { StateSlice } from "../store.ts";

/** State of push to talk. */
export interface PushToTalkState {
  readonly isEnabled: boolean;
  /** True while the held key or button unmutes the microphone. */
  readonly isHeld: boolean;
}

/** Push to talk is off. */
export const PUSH_TO_TALK_OFF: PushToTalkState = {
  isEnabled: false,
  isHeld: false,
};

/** Dependencies of {@linkcode PushToTalk}. */
export interface PushToTalkOptions {
  readonly state: StateSlice<PushToTalkState>;
  readonly isUnmuted: () => boolean;
  readonly setUnmuted: (isUnmuted: boolean) => void;
  /** Mutes, and opens the microphone so that unmuting takes no time. */
  readonly openMuted: () => void;
}

/** Push to talk of one call. */
export class PushToTalk {
  readonly #options: PushToTalkOptions;

  constructor(options: PushToTalkOptions) {
    this.#options = options;
  }

  /** Turns it on or off; either leaves the person muted. */
  enable(isEnabled: boolean): void {
    const { state, openMuted } = this.#options;
    if (isEnabled === state.get().isEnabled) return;
    this.release();
    state.set({ isEnabled });
    if (isEnabled) openMuted();
  }

  /** The key or button is down. */
  press(): void {
    const { state, isUnmuted, setUnmuted } = this.#options;
    const { isEnabled, isHeld } = state.get();
    if (!isEnabled || isHeld || isUnmuted()) return;
    state.set({ isHeld: true });
    setUnmuted(true);
  }

  /** The key or button is up, or the page lost focus. */
  release(): void {
    const { state, setUnmuted } = this.#options;
    if (!state.get().isHeld) return;
    state.set({ isHeld: false });
    setUnmuted(false);
  }
}
