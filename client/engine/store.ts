/**
 * Immutable state that the views draw. Subscribers are called once per turn of
 * the event loop however many parts changed.
 *
 * @module
 */

/** Part of a state that one feature reads and writes. */
export interface StateSlice<S extends object> {
  get(): S;
  /** Replaces the given parts. */
  set(part: Partial<S>): void;
}

/** A value with subscribers; each change replaces it. */
export class Store<S extends object> implements StateSlice<S> {
  #state: S;
  #isScheduled = false;
  readonly #listeners = new Set<(state: S) => void>();

  constructor(initial: S) {
    this.#state = initial;
  }

  /** Current state. */
  get(): S {
    return this.#state;
  }

  /** Replaces the given parts; subscribers are called in a microtask. */
  set(part: Partial<S>): void {
    this.#state = { ...this.#state, ...part };
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      for (const listener of this.#listeners) listener(this.#state);
    });
  }

  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: (state: S) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Slice that is the value under one key of a larger state. */
export function selectSlice<
  K extends string,
  S extends Readonly<Record<K, object>>,
>(state: StateSlice<S>, key: K): StateSlice<S[K]> {
  return {
    get: () => state.get()[key],
    set: (part) => {
      const next: Partial<S> = {};
      next[key] = { ...state.get()[key], ...part };
      state.set(next);
    },
  };
}
