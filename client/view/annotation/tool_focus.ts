/**
 * Focus when the tools disappear although the person did not close them.
 *
 * @module
 */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Ref of an element of the tools. If it has the focus when it is removed, the
 * tile gets it, so that keys and screen readers do not begin at the page again.
 */
export function useTileFocusOnUnmount<E extends HTMLElement>(): RefObject<
  E | null
> {
  const ref = useRef<E>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    const tile = element?.closest<HTMLElement>(".tile");
    return () => {
      if (element?.contains(document.activeElement)) tile?.focus();
    };
  }, []);
  return ref;
}
