/**
 * Place of pointer and pen on the tile of a shared screen: a button, and the
 * layer above the video, which is loaded with the first use or mark.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useAnnotations } from "../context/annotation_context.ts";
import { useText } from "../context/i18n.ts";
import { IconButton } from "../ui/button.tsx";
import { useModule } from "../ui/use_module.ts";
import type { AnnotationLayerProps } from "./annotation_props.ts";

/** Button and layer of one screen. */
export function AnnotationSlot(
  { screenId, name, isOwn, isAllowed }:
    & Omit<AnnotationLayerProps, "isOpen" | "close">
    & {
      /** Name of the screen. */
      readonly name: string;
      /** False while we may only see the marks of others. */
      readonly isAllowed: boolean;
    },
): JSX.Element {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const hasMarks = useAnnotations(({ marks }) =>
    marks.some((mark) => mark.screenId === screenId)
  );
  const isWanted = isOpen || hasMarks;
  const module = useModule(() => import("./annotation_layer.tsx"), isWanted);
  useEffect(() => {
    if (!isAllowed) setOpen(false);
  }, [isAllowed]);
  const buttonRef = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useLayoutEffect(() => {
    if (wasOpen.current && !isOpen) buttonRef.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <>
      {isWanted && module && (
        <module.AnnotationLayer
          screenId={screenId}
          isOwn={isOwn}
          isOpen={isOpen}
          close={() => setOpen(false)}
        />
      )}
      {isAllowed && !isOpen && (
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
