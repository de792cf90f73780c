/**
 * Gives views the marks on shared screens. Their store is one of its own: a
 * moving pointer renders only the layer above that screen.
 *
 * @module
 */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { AnnotationSender } from "../../engine/annotation/annotation_sender.ts";
import {
  type AnnotationState,
  NO_ANNOTATIONS,
} from "../../engine/annotation/annotation_state.ts";
import { Store } from "../../engine/store.ts";
import { useStoreSlice } from "./use_store.ts";

/** Marks, and how to make them. */
export interface AnnotationAccess {
  readonly store: Store<AnnotationState>;
  /** Runs once the sender is loaded, if we may annotate this screen. */
  annotate(screenId: string, run: (sender: AnnotationSender) => void): void;
}

/** Provided around the pages of a room. */
export const AnnotationContext = createContext<AnnotationAccess>({
  store: new Store(NO_ANNOTATIONS),
  annotate: () => {},
});

/** Names of the other members by id, for the labels of their marks. */
export const MemberNamesContext = createContext<ReadonlyMap<string, string>>(
  new Map(),
);

/** Part of the annotation state; see `useStoreSlice`. */
export function useAnnotations<T>(select: (state: AnnotationState) => T): T {
  return useStoreSlice(useContext(AnnotationContext).store, select);
}
