/**
 * Push to talk: muted but while a key or button is held. It never mutes who
 * has unmuted in the usual way.
 *
 * @module
 */

/** What the views show of it. */
export interface TalkState {
  readonly isEnabled: boolean;
  /** True while the person is heard because they hold the key or button. */
  readonly isHeld: boolean;
}

/** Push to talk before it was ever turned on. */
export const NO_TALK: TalkState = { isEnabled: false, isHeld: false };

/** What push to talk needs of the microphone. */
export interface TalkOptions {
  readonly isHeard: () => boolean;
  readonly setHeard: (isHeard: boolean) => void;
  /** Mutes, and makes that the microphone can be heard at once. */
  readonly prepare: () => void;
  readonly onState: (state: TalkState) => void;
}

/** The switch, and the one thing that is held. */
export class PushToTalk {
  readonly #options: TalkOptions;
  #state = NO_TALK;

  constructor(options: TalkOptions) {
    this.#options = options;
  }

  /** Turns it on, which mutes, or off, which leaves the person muted. */
  enable(isEnabled: boolean): void {
    if (isEnabled === this.#state.isEnabled) return;
    this.release();
    this.#set({ isEnabled });
    if (isEnabled) this.#options.prepare();
  }

  /** The key or button is down. */
  hold(): void {
    const { isEnabled, isHeld } = this.#state;
    if (!isEnabled || isHeld || this.#options.isHeard()) return;
    this.#set({ isHeld: true });
    this.#options.setHeard(true);
  }

  /** It is up, or nobody can tell any more. */
  release(): void {
    if (!this.#state.isHeld) return;
    this.#set({ isHeld: false });
    this.#options.setHeard(false);
  }

  #set(part: Partial<TalkState>): void {
    this.#state = { ...this.#state, ...part };
    this.#options.onState(this.#state);
  }
}
