/**
 * Holds the one immutable state that the views draw, and tells them of a
 * change once per turn of the event loop however many parts changed.
 *
 * @module
 */

/** A value with subscribers; each change replaces it. */
export class Store<S extends object> {
  #state: S;
  #isScheduled = false;
  readonly #listeners = new Set<(state: S) => void>();

  constructor(initial: S) {
    this.#state = initial;
  }

  /** The state now. */
  get(): S {
    return this.#state;
  }

  /** Replaces the given parts; subscribers hear of it in a microtask. */
  set(part: Partial<S>): void {
    this.#state = { ...this.#state, ...part };
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      for (const listener of this.#listeners) listener(this.#state);
    });
  }

  /** Calls `listener` after each change; the returned function ends that. */
  subscribe(listener: (state: S) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
