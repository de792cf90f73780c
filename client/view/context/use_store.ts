/**
 * Subscribes a component to a store of the engine.
 *
 * @module
 */
import { useEffect, useState } from "preact/hooks";
import type { Store } from "../../engine/store.ts";
import { cancelUpdate, updateInFrame } from "./frame_updates.ts";

/** State of the store; the component renders again after each change. */
export function useStore<S extends object>(store: Store<S>): S {
  return useStoreSlice(store, (state) => state);
}

/**
 * Part of the state; the component renders again only when this part changes.
 *
 * @param select Must return the same value for the same state.
 */
export function useStoreSlice<S extends object, T>(
  store: Store<S>,
  select: (state: S) => T,
): T {
  const [slice, setSlice] = useState(() => select(store.get()));
  useEffect(() => {
    const update = () => setSlice(() => select(store.get()));
    // The state may have changed between the first render and this effect.
    update();
    const unsubscribe = store.subscribe(() => updateInFrame(update));
    return () => {
      unsubscribe();
      cancelUpdate(update);
    };
  }, [store]);
  return slice;
}
