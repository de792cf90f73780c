/**
 * Follows the size of an element.
 *
 * @module
 */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** Width and height in CSS pixels without borders. */
export interface ElementSize {
  readonly width: number;
  readonly height: number;
}

/** A ref for the element, and its size; null before the first layout. */
export function useElementSize(): readonly [
  RefObject<HTMLDivElement | null>,
  ElementSize | null,
] {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<ElementSize | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const read = () =>
      setSize({ width: element.clientWidth, height: element.clientHeight });
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
