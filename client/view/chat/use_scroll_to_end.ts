/** Keeps the end of a growing list in view. @module */
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Distance from the end, in CSS pixels, that still counts as the end. */
const END_PX = 8;

/**
 * Scrolls to the end when the list grows, unless the person has scrolled away
 * from it; also when something in the list grows, as a preview that has loaded.
 *
 * @param isShown Whether the list exists.
 * @param ownLineId Id of the last line while it is the own one, which is always shown.
 */
export function useScrollToEnd(
  ref: RefObject<HTMLElement | null>,
  isShown: boolean,
  ownLineId: string | null,
): void {
  const scroll = () => ref.current?.scrollTo({ top: ref.current.scrollHeight });
  useEffect(() => {
    const list = ref.current;
    if (!list) return;
    let isAtEnd = true;
    const onScroll = () => {
      const { scrollHeight, scrollTop, clientHeight } = list;
      isAtEnd = scrollHeight - scrollTop - clientHeight < END_PX;
    };
    const observer = new MutationObserver(() => isAtEnd && scroll());
    scroll();
    list.addEventListener("scroll", onScroll);
    observer.observe(list, { childList: true, subtree: true });
    return () => {
      list.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [isShown]);
  useEffect(() => {
    if (ownLineId !== null) scroll();
  }, [ownLineId]);
}
