/**
 * What this browser remembers from one call to the next. Where storage is
 * forbidden, it remembers nothing and nobody is told.
 *
 * @module
 */

/** Names of what is kept. */
export type PreferenceName =
  | "name"
  | "language"
  | "camera"
  | "microphone"
  | "speaker"
  | "sound"
  | "push-to-talk"
  | "camera-off"
  | "muted"
  | "shortcuts-off";

/** The part of `Storage` that is used. */
export type KeyValueStorage = Pick<
  Storage,
  "getItem" | "setItem" | "removeItem"
>;

/** Reads and keeps small choices of the person. */
export class Preferences {
  readonly #storage: () => KeyValueStorage;

  /** @param storage Called each time, since the mere access may throw. */
  constructor(storage: () => KeyValueStorage) {
    this.#storage = storage;
  }

  /** What is kept under a name, or null. */
  get(name: PreferenceName): string | null {
    try {
      return this.#storage().getItem(`maru.${name}`);
    } catch {
      return null;
    }
  }

  /** Keeps a value; null forgets it. */
  set(name: PreferenceName, value: string | null): void {
    try {
      if (value === null) this.#storage().removeItem(`maru.${name}`);
      else this.#storage().setItem(`maru.${name}`, value);
    } catch {
      // Storage is full or forbidden: the choice holds for this page only.
    }
  }
}
