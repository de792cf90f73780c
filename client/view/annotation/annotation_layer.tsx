/**
 * Layer above the video of a shared screen: the marks of all members, and
 * while the tools are open the surface that takes own ones.
 *
 * @module
 */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type {
  AnnotationLayerProps,
  AnnotationToolName,
} from "./annotation_props.ts";
import { AnnotationTools } from "./annotation_tools.tsx";
import { AnnotationMarks } from "./annotation_marks.tsx";
import { AnnotationSurface } from "./annotation_surface.tsx";
import { type ContentRect, contentRectOf } from "./content_rect.ts";

/** Marks, surface and tools. */
export function AnnotationLayer(props: AnnotationLayerProps): JSX.Element {
  const { screenId, isOpen, close } = props;
  const [tool, setTool] = useState<AnnotationToolName>("pen");
  const ref = useRef<HTMLDivElement>(null);
  const rect = useContentRect(ref);
  return (
    <div class="annotation-layer" ref={ref} data-testid="annotation-layer">
      {rect && (
        <div
          class="annotation-picture"
          data-testid="annotation-picture"
          style={{
            left: `${rect.left}px`,
            top: `${rect.top}px`,
            width: `${rect.width}px`,
            height: `${rect.height}px`,
          }}
        >
          <AnnotationMarks screenId={screenId} />
          {isOpen && (
            <AnnotationSurface screenId={screenId} tool={tool} close={close} />
          )}
        </div>
      )}
      {isOpen && <AnnotationTools {...props} tool={tool} setTool={setTool} />}
    </div>
  );
}

/** Rectangle of the picture in the tile; follows both sizes. */
function useContentRect(
  ref: { readonly current: HTMLElement | null },
): ContentRect | null {
  const [rect, setRect] = useState<ContentRect | null>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    const video = box?.parentElement?.querySelector("video");
    if (!box || !video) return;
    const read = () =>
      setRect(contentRectOf(
        { width: box.clientWidth, height: box.clientHeight },
        { width: video.videoWidth, height: video.videoHeight },
      ));
    read();
    const observer = new ResizeObserver(read);
    observer.observe(box);
    // The shared window or the resolution changed.
    video.addEventListener("resize", read);
    return () => {
      observer.disconnect();
      video.removeEventListener("resize", read);
    };
  }, []);
  return rect;
}
