/**
 * Takes the movements of mouse, pen, finger and arrow keys over a shared
 * screen.
 *
 * @module
 */
import type { HTMLAttributes, JSX } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { AnnotationSender } from "../../engine/annotation/annotation_sender.ts";
import {
  MAX_COORDINATE,
  type ScreenPoint,
} from "../../engine/annotation/screen_point.ts";
import { AnnotationContext } from "../context/annotation_context.ts";
import { useText } from "../context/i18n.ts";
import type { AnnotationToolName } from "./annotation_props.ts";
import { CENTER, movePoint } from "./keyboard_pointer.ts";
import { useTileFocusOnUnmount } from "./tool_focus.ts";

interface SurfaceProps {
  readonly screenId: string;
  readonly tool: AnnotationToolName;
  readonly close: () => void;
}

/** A focusable area as large as the picture. */
export function AnnotationSurface(props: SurfaceProps): JSX.Element {
  const text = useText();
  const ref = useTileFocusOnUnmount<HTMLDivElement>();
  const send = useSender(props);
  const onKeyDown = useKeyboard(props, send);
  useEffect(() => ref.current?.focus(), []);
  return (
    <div
      ref={ref}
      class="annotation-surface"
      data-testid="annotation-surface"
      role="application"
      tabIndex={0}
      aria-label={text("annotationArea")}
      {...usePointerEvents(props, send)}
      onKeyDown={onKeyDown}
    />
  );
}

type Send = (run: (sender: AnnotationSender) => void) => void;

/** Removes the pointer and ends the line when the tool changes or closes. */
function useSender({ screenId, tool }: SurfaceProps): Send {
  const access = useContext(AnnotationContext);
  const send: Send = (run) => access.annotate(screenId, run);
  useEffect(() => () =>
    send((sender) => {
      sender.endLine();
      sender.point(screenId, null);
    }), [screenId, tool]);
  return send;
}

function usePointerEvents(
  { screenId, tool }: SurfaceProps,
  send: Send,
): Pick<
  HTMLAttributes<HTMLDivElement>,
  | "onPointerDown"
  | "onPointerMove"
  | "onPointerUp"
  | "onPointerCancel"
  | "onPointerLeave"
> {
  /** The pointer that is pressed; a second finger does nothing. */
  const pressed = useRef<number | null>(null);
  const draw = (event: PointerEvent) => {
    const target = event.currentTarget;
    if (!(target instanceof Element)) return;
    const point = pointOf(event, target);
    send((sender) =>
      tool === "pen"
        ? sender.draw(screenId, point)
        : sender.point(screenId, point)
    );
  };
  const release = (event: PointerEvent) => {
    if (pressed.current !== event.pointerId) return;
    pressed.current = null;
    send((sender) => sender.endLine());
  };
  return {
    onPointerDown: (event) => {
      if (event.button !== 0 || pressed.current !== null) return;
      pressed.current = event.pointerId;
      event.currentTarget.setPointerCapture(event.pointerId);
      draw(event);
    },
    onPointerMove: (event) => {
      const isPressed = pressed.current === event.pointerId;
      const isHovering = tool === "pointer" && pressed.current === null;
      if (isPressed || isHovering) draw(event);
    },
    onPointerUp: release,
    onPointerCancel: release,
    // A finger that is lifted leaves too: its last point stays for a while.
    onPointerLeave: ({ pointerType }) => {
      if (tool === "pen" || pointerType !== "mouse") return;
      send((sender) => sender.point(screenId, null));
    },
  };
}

/** Arrow keys move the pointer; Space starts and ends a line, or points again. */
function useKeyboard(
  { screenId, tool, close }: SurfaceProps,
  send: Send,
): (event: KeyboardEvent) => void {
  const [position, setPosition] = useState(CENTER);
  const isPenDown = useRef(false);
  useEffect(() => () => {
    isPenDown.current = false;
  }, [tool]);
  const show = (point: ScreenPoint) =>
    send((sender) => {
      if (isPenDown.current) sender.draw(screenId, point);
      sender.point(screenId, point);
    });
  return (event) => {
    const moved = movePoint(position, event);
    if (event.key === "Escape") close();
    else if (event.key === " ") {
      if (tool === "pen" && !event.repeat) {
        isPenDown.current = !isPenDown.current;
      }
      if (!isPenDown.current) send((sender) => sender.endLine());
      show(position);
    } else if (moved) {
      setPosition(moved);
      show(moved);
    } else return;
    // Neither scrolls the page nor talks.
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Position of an event in an element. */
function pointOf(
  { clientX, clientY }: PointerEvent,
  element: Element,
): ScreenPoint {
  const { left, top, width, height } = element.getBoundingClientRect();
  const within = (value: number) =>
    Math.min(Math.max(value, 0), 1) * MAX_COORDINATE;
  return {
    x: within((clientX - left) / Math.max(width, 1)),
    y: within((clientY - top) / Math.max(height, 1)),
  };
}
