/**
 * Keeps the keyboard's focus in a sensible place when a page or panel comes
 * and goes. Before the next paint: a key pressed at once finds it there.
 *
 * @module
 */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Focuses an element when it first appears, so that it is read out. */
export function useFocusOnMount<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null);
  useLayoutEffect(() => ref.current?.focus(), []);
  return ref;
}

/** Gives the focus back to where it was before, when a panel goes. */
export function useRestoreFocus(): void {
  const before = useRef<Element | null>(document.activeElement);
  useLayoutEffect(() => () => {
    const element = before.current;
    if (!(element instanceof HTMLElement)) return;
    // What opened it may be gone itself, as the panel that was open before.
    if (element.isConnected) element.focus();
    else document.querySelector<HTMLElement>("[data-testid=more]")?.focus();
  }, []);
}
