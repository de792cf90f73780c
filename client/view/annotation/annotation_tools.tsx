/**
 * Toolbar of pointer and pen.
 *
 * @module
 */
import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import { AnnotationContext } from "../context/annotation_context.ts";
import { useText } from "../context/i18n.ts";
import { IconButton } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";
import type {
  AnnotationLayerProps,
  AnnotationToolName,
} from "./annotation_props.ts";
import { useTileFocusOnUnmount } from "./tool_focus.ts";

const TOOLS = [
  { name: "pen", icon: "pen", label: "penTool" },
  { name: "pointer", icon: "pointer", label: "pointerTool" },
] as const;

/** Choice of the tool, and buttons that clear and close. */
export function AnnotationTools(
  { screenId, isOwn, tool, setTool, close }: AnnotationLayerProps & {
    readonly tool: AnnotationToolName;
    readonly setTool: (tool: AnnotationToolName) => void;
  },
): JSX.Element {
  const text = useText();
  const access = useContext(AnnotationContext);
  const ref = useTileFocusOnUnmount<HTMLDivElement>();
  return (
    <div
      ref={ref}
      class="annotation-tools"
      role="group"
      aria-label={text("annotationTools")}
      data-testid="annotation-tools"
    >
      {TOOLS.map(({ name, icon, label }) => (
        <IconButton
          key={name}
          icon={icon}
          label={text(label)}
          variant="bare"
          class={classNames("tile-tool", tool === name && "is-on")}
          testId={`annotation-${name}`}
          aria-pressed={tool === name}
          onClick={() => setTool(name)}
        />
      ))}
      <IconButton
        icon="eraser"
        label={text(isOwn ? "clearAllMarks" : "clearOwnMarks")}
        variant="bare"
        class="tile-tool"
        testId="annotation-clear"
        onClick={() =>
          access.annotate(screenId, (sender) => sender.clear(screenId, isOwn))}
      />
      <IconButton
        icon="close"
        label={text("stopAnnotating")}
        variant="bare"
        class="tile-tool"
        testId="annotation-close"
        onClick={close}
      />
    </div>
  );
}
