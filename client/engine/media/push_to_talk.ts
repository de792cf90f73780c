/**
 * Push to talk: muted but while a key or button is held. It never mutes who
 * has unmuted in the usual way.
 *
 * @module
 */

/** What the views show of it. */
export interface PushToTalkState {
  readonly isEnabled: boolean;
  /** True while the person is heard because they hold the key or button. */
  readonly isHeld: boolean;
}

/** Push to talk before it was ever turned on. */
export const PUSH_TO_TALK_OFF: PushToTalkState = {
  isEnabled: false,
  isHeld: false,
};

/** What push to talk needs of the microphone. */
export interface PushToTalkOptions {
  readonly isUnmuted: () => boolean;
  readonly setUnmuted: (isHeard: boolean) => void;
  /** Mutes, and makes that the microphone can be heard at once. */
  readonly openMuted: () => void;
  readonly onState: (state: PushToTalkState) => void;
}

/** The switch, and the one thing that is held. */
export class PushToTalk {
  readonly #options: PushToTalkOptions;
  #state = PUSH_TO_TALK_OFF;

  constructor(options: PushToTalkOptions) {
    this.#options = options;
  }

  /** Turns it on, which mutes, or off, which leaves the person muted. */
  enable(isEnabled: boolean): void {
    if (isEnabled === this.#state.isEnabled) return;
    this.release();
    this.#set({ isEnabled });
    if (isEnabled) this.#options.openMuted();
  }

  /** The key or button is down. */
  press(): void {
    const { isEnabled, isHeld } = this.#state;
    if (!isEnabled || isHeld || this.#options.isUnmuted()) return;
    this.#set({ isHeld: true });
    this.#options.setUnmuted(true);
  }

  /** It is up, or nobody can tell any more. */
  release(): void {
    if (!this.#state.isHeld) return;
    this.#set({ isHeld: false });
    this.#options.setUnmuted(false);
  }

  #set(part: Partial<PushToTalkState>): void {
    this.#state = { ...this.#state, ...part };
    this.#options.onState(this.#state);
  }
}
