/**
 * Gives views access to the measured connection quality. A store of its own:
 * a measurement renders only the views that show it.
 *
 * @module
 */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import {
  NO_QUALITY,
  type QualityState,
} from "../../engine/quality/quality_state.ts";
import { Store } from "../../engine/store.ts";
import { useStoreSlice } from "./use_store.ts";

/** Provided around the pages of a room. */
export const QualityContext = createContext<Store<QualityState>>(
  new Store(NO_QUALITY),
);

/** Part of the quality state; see `useStoreSlice`. */
export function useQuality<T>(select: (state: QualityState) => T): T {
  return useStoreSlice(useContext(QualityContext), select);
}
