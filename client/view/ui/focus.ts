/**
 * Moves the keyboard focus when a page or panel appears or closes. Layout
 * effects: a key pressed before the next paint already finds the new focus.
 *
 * @module
 */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Focuses an element on mount, so that a screen reader reads it. */
export function useFocusOnMount<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null);
  useLayoutEffect(() => ref.current?.focus(), []);
  return ref;
}

/** Restores the previous focus on unmount. */
export function useRestoreFocus(): void {
  const previous = useRef<Element | null>(document.activeElement);
  useLayoutEffect(() => () => {
    const element = previous.current;
    if (!(element instanceof HTMLElement)) return;
    // The opener may be gone, for example the panel that was open before.
    if (element.isConnected) element.focus();
    else document.querySelector<HTMLElement>("[data-testid=more]")?.focus();
  }, []);
}
