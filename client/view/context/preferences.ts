/**
 * Choices that this browser keeps from one call to the next. Without access
 * to storage they last as long as the page.
 *
 * @module
 */

/** Names of the stored choices. */
export type PreferenceName =
  | "name"
  | "language"
  | "camera"
  | "microphone"
  | "speaker"
  | "sound"
  | "media"
  | "strong-noise-suppression"
  | "background"
  | "push-to-talk"
  | "mirror-off"
  | "muted-speech"
  | "camera-off"
  | "muted"
  | "shortcuts-off"
  | "alert-sound-off"
  | "notifications"
  | "layout"
  /** Set while recordings may be kept. */
  | "recordings"
  /** The code of an installed page has changed, which was not shown yet. */
  | "code-changed";

/** Subset of `Storage` in use. */
export type KeyValueStorage = Pick<
  Storage,
  "getItem" | "setItem" | "removeItem"
>;

/** Reads and writes small choices of the user. */
export class Preferences {
  readonly #storage: () => KeyValueStorage;

  /** @param storage Called for each access: the getter itself may throw. */
  constructor(storage: () => KeyValueStorage) {
    this.#storage = storage;
  }

  /** Stored value, or null. */
  get(name: PreferenceName): string | null {
    try {
      return this.#storage().getItem(`maru.${name}`);
    } catch {
      return null;
    }
  }

  /** Stores a value; null removes it. */
  set(name: PreferenceName, value: string | null): void {
    try {
      if (value === null) this.#storage().removeItem(`maru.${name}`);
      else this.#storage().setItem(`maru.${name}`, value);
    } catch {
      // Storage is full or blocked: the choice lasts for this page only.
    }
  }
}
