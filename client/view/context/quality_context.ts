/**
 * Hands the quality of the connections down to the views that draw it, so that
 * no other view is drawn anew each time it is measured.
 *
 * @module
 */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import {
  NO_QUALITY,
  type QualityState,
} from "../../engine/quality/quality_state.ts";
import { Store } from "../../engine/store.ts";

/** Provided around the pages of a room. */
export const QualityContext = createContext<Store<QualityState>>(
  new Store(NO_QUALITY),
);

/** A part of the quality; the view is drawn anew when that part changes. */
export function useQuality<T>(select: (state: QualityState) => T): T {
  const store = useContext(QualityContext);
  const [part, setPart] = useState(() => select(store.get()));
  useEffect(() => {
    const update = () => setPart(() => select(store.get()));
    update();
    return store.subscribe(update);
  }, [store]);
  return part;
}
