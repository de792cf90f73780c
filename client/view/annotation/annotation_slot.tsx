/**
 * Place of pointer and pen on the tile of a shared screen: a button, and the
 * layer above the video, which is loaded with the first use or mark.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useAnnotations } from "../context/annotation_context.ts";
import { useText } from "../context/i18n.ts";
import { IconButton } from "../ui/button.tsx";
import type { AnnotationLayer } from "./annotation_layer.tsx";
import type { AnnotationLayerProps } from "./annotation_props.ts";

/** Button and layer of one screen. */
export function AnnotationSlot(
  { screenId, name, isOwn }: Omit<AnnotationLayerProps, "isOpen" | "close"> & {
    /** Name of the screen. */
    readonly name: string;
  },
): JSX.Element {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const hasMarks = useAnnotations(({ marks }) =>
    marks.some((mark) => mark.screenId === screenId)
  );
  const Layer = useLayer(isOpen || hasMarks);
  const buttonRef = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen) buttonRef.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <>
      {Layer && (
        <Layer
          screenId={screenId}
          isOwn={isOwn}
          isOpen={isOpen}
          close={() => setOpen(false)}
        />
      )}
      {!isOpen && (
        <IconButton
          ref={buttonRef}
          icon="pen"
          variant="bare"
          class="tile-tool annotation-open"
          label={text("annotate", { name })}
          testId="annotate"
          onClick={() => setOpen(true)}
        />
      )}
    </>
  );
}

/** The layer while it is wanted and has been loaded. */
function useLayer(isWanted: boolean): typeof AnnotationLayer | null {
  const [Layer, setLayer] = useState<typeof AnnotationLayer | null>(null);
  useEffect(() => {
    if (!isWanted || Layer) return;
    import("./annotation_layer.tsx").then(
      ({ AnnotationLayer }) => setLayer(() => AnnotationLayer),
      () => {},
    );
  }, [isWanted]);
  return isWanted ? Layer : null;
}
